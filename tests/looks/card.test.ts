/** The card as one sees it: drawn by the real browser, compared with pictures of it, and read back. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserLaunchOptions } from '../../harness/browser/launch.ts';
import { cardPage, themes } from '../../harness/report/card/card-page.ts';
import { drawCards } from '../../harness/report/card/draw.ts';
import { levelOf } from '../../harness/report/level/level.ts';
import { rungNames } from '../../harness/report/level/rungs.ts';
import type { Results } from '../../harness/report/results-schema.ts';
import { InlineProject, overlay } from '../processes/inline-project.ts';
import { sampleResults, sampleTest } from '../unit/report/sample-results.ts';

const references = path.join(import.meta.dirname, 'cards');
/** Where those that look different are kept, to be looked at. */
const looks = path.resolve(import.meta.dirname, '../../.build/tests/cards');

let browser: Browser;
let folder: string;
let page: Page;
beforeAll(async () => {
  mkdirSync(looks, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'rh-card-'));
  browser = await chromium.launch(browserLaunchOptions({ zone: 'invalid' }, folder));
  page = await (await browser.newContext({ viewport: { width: 1200, height: 630 } })).newPage();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Level 3 of 7, with every state a rung can have. */
function held(): Partial<Results> {
  const states = { install: 'pass', upgrade: 'structural', backup: 'pass', functional: 'fail', browser: 'declared', lint: 'pass', proof: 'unverified' } as const;
  const problem = { code: 'ERR_DATA_LOST', fault: 'recipe' as const, message: 'A published post does not reach its readers: 404 in place of the post.', wayOut: 'See what the app logs when it publishes.' };
  const { level, rungs, heldBy } = levelOf(rungNames.map(name => ({ name, status: states[name], reason: name === 'functional' ? 'a published post reaches anonymous readers: 404' : '' })));
  return { verdict: 'red', fault: 'recipe', level: { level, rungs: [...rungs], heldBy }, tests: [sampleTest('a published post reaches anonymous readers', { status: 'failed', problem })] };
}

/** A picture of an app, without one: a bar, a heading, and lines of text. */
function picture(): Buffer {
  const png = new PNG({ width: 1280, height: 800 });
  for (let at = 0; at < png.data.length; at += 4) {
    const [x, y] = [(at / 4) % 1280, Math.floor(at / 4 / 1280)];
    const isLine = x > 120 && x < 900 && y > 200 && y % 40 < 14;
    png.data.set(y < 90 ? [30, 64, 120, 255] : isLine ? [60, 66, 74, 255] : [250, 250, 247, 255], at);
  }
  return PNG.sync.write(png);
}

test('both cards look as they should, within a tolerance', async () => {
  writeFileSync(path.join(folder, 'picture.png'), picture());
  const base = sampleResults({ durationMs: 135_000, tests: sampleResults().tests.slice(0, 1) });
  const { files, trouble } = await drawCards([{ results: sampleResults({ ...held(), picture: 'picture.png' }), folder, base }]);
  expect(trouble).toEqual([]);
  expect(files.get('ghost')).toBe(path.join(folder, 'card.png'));
  expect(readdirSync(folder).filter(name => name.includes('drawing'))).toEqual([]);
  for (const name of ['card.png', 'card-dark.png']) {
    const drawn = readFileSync(path.join(folder, name));
    const [{ width, height, data }, reference] = [PNG.sync.read(drawn), PNG.sync.read(readFileSync(path.join(references, name)))];
    expect([width, height]).toEqual([1200, 630]);
    const different = pixelmatch(data, reference.data, undefined, width, height, { threshold: 0.2 }) / (width * height);
    if (different > 0) writeFileSync(path.join(looks, name), drawn);
    // Letters are drawn a little differently by each browser; a part that is missing or moved is more than this.
    expect(different, `${name} is in ${looks}: where that is how it should look, it belongs into ${references}`).toBeLessThan(0.01);
  }
});

describe.each(themes)('the %s card', theme => {
  test('says name, version, level, every rung, the change, and what is to be mended with its way out', async () => {
    await page.setContent(cardPage(sampleResults(held()), { theme, base: sampleResults({ durationMs: 135_000 }) }));
    const text = (selector: string) => page.locator(selector).innerText();
    expect(await text('h1')).toBe('ghost');
    expect(await page.locator('header p').allInnerTexts()).toEqual(['1.2.0+6.43.1 · 0123456789', '20 Nov 2026, 09:30 UTC · 95 s']);
    expect(await text('.tile')).toBe('level\n3');
    expect(await text('.meaning')).toBe('survives backup, restore and disaster');
    expect(await page.locator('li').allInnerTexts()).toEqual([
      'install\npassed', 'upgrade\nstructural', 'backup\npassed', 'functional\nfailed', 'browser\ndeclared', 'lint\npassed', 'proof\nunverified',
    ]);
    expect(await text('.change')).toBe('Against the base 7 → 3, one test no longer passes, six tests less, 40 s less');
    expect(await text('.mend')).toBe('To mend: functional A published post does not reach its readers: 404 in place of the post.');
    expect(await text('.way')).toBe('Way out See what the app logs when it publishes.');
    // Each state has a form of its own.
    const forms = await page.locator('li path').evaluateAll(paths => paths.map(each => each.getAttribute('d')));
    expect(new Set(forms).size).toBe(5);
  });

  test('is readable at half its size, with enough contrast', async () => {
    await page.setContent(cardPage(sampleResults(held()), { theme, base: sampleResults() }));
    const sizes = await page.locator('body *').evaluateAll(all => all
      .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()))
      .map(element => parseFloat(getComputedStyle(element).fontSize)));
    expect(sizes.length).toBeGreaterThan(15);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(22);
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  });
});

const script = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">"\'`${1}</style></title>';
const hostile: Record<string, string> = {
  'markup and scripts': script,
  '100 kB without a space': 'W'.repeat(100_000),
  '100 kB of words': 'word '.repeat(20_000),
  'what turns the direction of writing': '\u202egnp.exe\u2067 שלום مرحبا\u200f'.repeat(20),
  'control characters': '\u0000\u0007\u001b[31mred\u001b[0m\r\n\t\u009b'.repeat(50),
  'letters with a tower of marks': `Z${'\u0301\u0489'.repeat(2_000)}`.repeat(5),
  'halves of letters': '\ud83d\udc00\udfff'.repeat(50),
  'nothing': '',
};

test.each(Object.entries(hostile))('results that are full of %s make a whole and harmless card', async (_what, text) => {
  const problem = { code: text, fault: 'recipe' as const, message: text, wayOut: text };
  const results = sampleResults({
    ...held(), recipe: text, picture: `../../${text}`, startedAt: text, durationMs: -1,
    underTest: { ref: text, commit: text, version: text, dirty: true, base: text, dependencies: { [text]: text } },
    level: { level: 3, rungs: levelOf([]).rungs.map(rung => ({ ...rung, reason: text })), heldBy: { rung: 'install', reason: text } },
    tests: [sampleTest(text, { status: 'failed', problem })], problems: [problem],
  });
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await page.setContent(cardPage(results, { theme: 'light', base: results }));
  const seen = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    scripts: document.querySelectorAll('script, img, iframe, object, embed, link, [onerror]').length,
    size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    parts: ['.who', '.news', 'ol', 'figure'].map(part => document.querySelector(part)!.getBoundingClientRect()).map(({ left, right, top, bottom }) => left >= 44 && right <= 1156 && top >= 40 && bottom <= 600 && bottom > top),
    text: document.body.innerText,
  }));
  expect(seen).toMatchObject({ hacked: false, scripts: 0, size: [1200, 630], parts: [true, true, true, true] });
  expect(seen.text.length).toBeLessThan(1_500);
  expect(seen.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u001b]/);
  expect(seen.text).toContain('level\n0');
  expect(asked).toEqual([]);
});

test('a picture that is none, is too large, or lies elsewhere is a placeholder, and the next card is drawn as well', async () => {
  const places = ['none', 'huge', 'elsewhere', 'well'].map(name => mkdtempSync(path.join(folder, `${name}-`)));
  const [none, huge, elsewhere, well] = places as [string, string, string, string];
  writeFileSync(path.join(none, 'picture.png'), '<svg onload="alert(1)"/>');
  const bomb = PNG.sync.write(new PNG({ width: 1, height: 1 }));
  bomb.writeUInt32BE(60_000, 16);
  writeFileSync(path.join(huge, 'picture.png'), bomb);
  writeFileSync(path.join(folder, 'secret.png'), picture());
  writeFileSync(path.join(well, 'picture.png'), picture());
  const names = ['picture.png', 'picture.png', '../secret.png', 'picture.png'];
  const { trouble } = await drawCards(places.map((place, at) => ({ results: sampleResults({ recipe: `recipe-${at}`, picture: names[at]! }), folder: place })));
  expect(trouble).toEqual([]);
  const [first, second, third, fourth] = places.map(place => readFileSync(path.join(place, 'card.png')).length) as [number, number, number, number];
  expect(fourth).not.toBe(first);
  for (const [size, place] of [[first, none], [second, huge], [third, elsewhere]] as const) expect([size > 10_000, readdirSync(place).includes('card-dark.png')]).toEqual([true, true]);
});

test('a card that cannot be drawn is one line; the others are drawn', async () => {
  const gone = path.join(folder, 'not-a-folder');
  writeFileSync(gone, '');
  const { files, trouble } = await drawCards([{ results: sampleResults({ recipe: 'kinto' }), folder: path.join(gone, 'x') }, { results: sampleResults(), folder }]);
  expect([...files.keys()]).toEqual(['ghost']);
  expect(trouble).toHaveLength(1);
  expect(trouble[0]).toMatch(/^The card of kinto could not be drawn: /);
});

test('a run whose card cannot be drawn ends as it would have, with one line on it', async () => {
  using project = new InlineProject(overlay(`import { noteUnderTest } from '../../../harness/run/under-test.ts';
import { noteMemory } from '../../../harness/run/memory.ts';
test('posts', () => {
  noteUnderTest(process.env.HARNESS_RUN_FOLDER!, 'ghost', { ref: 'main', commit: 'c0ffee', version: '1.1.0+5', dirty: false });
  noteMemory(process.env.HARNESS_RUN_FOLDER!, { recipe: 'ghost', peak: 1, services: { app: 1 } });
});
test('reads', () => {});`));
  // Where a card should be there is something that gives no way.
  project.write('results/ghost/card.png/in-the-way', '');
  const { code, output } = await project.playwright([]);
  expect(code, output).toBe(0);
  expect(output).toContain('ghost  GREEN: 6 passed\n');
  expect(output.match(/^.*card.*$/gmi)).toEqual([expect.stringMatching(/^No card was drawn from .*results\/ghost\/results\.json: /)]);
  expect(project.results()).toMatchObject({ verdict: 'green', exitCode: 0, problems: [], level: { level: 4 } });
});
