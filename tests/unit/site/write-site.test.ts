/** Given a folder of results, when a site is made of it, then it is whole or the old one stays, and no file of theirs does harm. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rungNames } from '../../../harness/report/level/rungs.ts';
import { marker } from '../../../harness/site/site-place.ts';
import { writeSite } from '../../../harness/site/write-site.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';
import { thirtyRecipes, writeManyResults } from './many-results.ts';

let folder: string;
const at = (...parts: string[]): string => path.join(folder, ...parts);
const page = (file: string): string => readFileSync(at('out', file), 'utf8');
function lay(file: string, content: unknown): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), typeof content === 'string' ? content : JSON.stringify(content));
}
const site = () => writeSite(at('results'), at('out'), new Date('2026-11-22T00:00:00Z'));

beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-site-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a page for all, one for each recipe, one for each run; nothing else is left', async () => {
  lay('results/ghost/results.json', sampleResults());
  expect(await site()).toEqual({ index: at('out/index.html'), recipes: 1, runs: 1, unreadable: 0 });
  expect(page('recipes/ghost/index.html')).toContain('runs/2026-11-20T09-30-00.000Z-4f09ab.html');
  expect(page('recipes/ghost/runs/2026-11-20T09-30-00.000Z-4f09ab.html')).toContain('a published post reaches anonymous readers');
  expect(page('recipes/ghost/badge.svg')).toContain('level 7');
  expect(JSON.parse(page('recipes/ghost/badge.json'))).toMatchObject({ schemaVersion: 1, message: 'level 7' });
  expect(readdirSync(folder).sort()).toEqual(['out', 'results']);
});

test('the first page of thirty recipes and many runs is small', async () => {
  writeManyResults(at('results'), { recipes: thirtyRecipes, runs: 12, now: new Date('2026-11-21T00:00:00Z') });
  expect(await site()).toMatchObject({ recipes: 30, runs: 360, unreadable: 0 });
  const bytes = ['index.html', 'assets/site.css', 'assets/site.js', 'assets/icon.svg'].map(file => Buffer.byteLength(page(file)));
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(150_000);
});

test('the share of other threads is like that of the first', async () => {
  writeManyResults(at('results'), { recipes: ['ghost', 'n8n', 'plc'], runs: 280, now: new Date('2026-11-21T00:00:00Z') });
  await site();
  for (const name of ['ghost', 'n8n', 'plc']) expect(readdirSync(at('out/recipes', name, 'runs'))).toHaveLength(280);
  expect([...page('index.html').matchAll(/<h2><a href="recipes\/([\w-]+)\//g)].map(([, name]) => name)).toEqual(['ghost', 'n8n', 'plc']);
});

test('where a newer file cannot be read, an older run is shown by neither badge nor card', async () => {
  lay('results/ghost/history/2026-11-18T09-30-00.000Z-aaaa18.json', sampleResults({ startedAt: '2026-11-18T09:30:00.000Z', run: 'aaaa18' }));
  lay('results/ghost/results.json', sampleResults());
  writeFileSync(at('results/ghost/card.png'), PNG.sync.write(new PNG({ width: 10, height: 10 })));
  await site();
  expect(page('recipes/ghost/index.html')).toContain('Card of the newest whole run');
  lay('results/ghost/results.json', { ...sampleResults(), schema: 3 });
  await site();
  expect(page('recipes/ghost/index.html')).not.toContain('card.png');
  expect(page('recipes/ghost/index.html')).toContain('>newest whole run that can be read</a>');
  expect(readdirSync(at('out/recipes/ghost')).sort()).toEqual(['badge.json', 'badge.svg', 'index.html', 'runs']);
  expect(JSON.parse(page('recipes/ghost/badge.json'))).toMatchObject({ message: 'unknown' });
});

test.each([['unverified', 'is not shown to install'], ['fail', 'does not install']] as const)('an install that is %s: it %s, on every page of its recipe', async (status, words) => {
  const rungs = rungNames.map(name => ({ name, status, reason: 'the server is down' }));
  lay('results/ghost/results.json', sampleResults({ verdict: 'red', fault: 'environment', level: { level: 0, rungs, heldBy: null } }));
  await site();
  const [run = ''] = readdirSync(at('out/recipes/ghost/runs'));
  for (const file of ['recipes/ghost/index.html', `recipes/ghost/runs/${run}`]) expect(page(file)).toContain(`0</span><span class="meaning">${words}</span>`);
  expect(page('index.html')).toContain(`<p class="stands"><span class="level level-0"><span class="number"><span class="unseen">level </span>0</span><span class="meaning">${words}</span>`);
});

test('a site is replaced by the next, and by nothing of the old', async () => {
  lay('results/ghost/results.json', sampleResults());
  await site();
  rmSync(at('results/ghost'), { recursive: true });
  lay('results/n8n/results.json', sampleResults({ recipe: 'n8n' }));
  await site();
  expect(readdirSync(at('out/recipes'))).toEqual(['n8n']);
});

test.each<[string, () => void, RegExp]>([
  ['results that are not there', () => undefined, /There is no folder .*results\. \[ERR_SITE_RESULTS_MISSING[\s\S]*Way out: Name the folder/],
  ['a file for results', () => lay('results', 'x'), /results is no folder\. \[ERR_SITE_RESULTS_MISSING/],
  ['a folder without results', () => mkdirSync(at('results/ghost'), { recursive: true }), /holds no results: .*\[ERR_SITE_NO_RESULTS/],
])('%s: told in one message, and an old site stays', async (_what, arrange, message) => {
  lay(`out/${marker}`, '');
  lay('out/index.html', 'old');
  arrange();
  await expect(site()).rejects.toThrow(message);
  expect(page('index.html')).toBe('old');
  expect(readdirSync(at('out')).sort()).toEqual([marker, 'index.html']);
  expect(readdirSync(folder).filter(name => name !== 'out' && name !== 'results')).toEqual([]);
});

const script = '</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"\'`';

test('what results call themselves runs nowhere: each text is text', async () => {
  const hostile = sampleResults({
    run: script, verdict: 'red', fault: 'recipe', partial: false, picture: '../../../etc/passwd', narrowedBy: [script], leftovers: [script, '\u202e\u0000\ud800'],
    underTest: { ref: script, commit: script, version: script, dirty: true, base: script, dependencies: { [script]: script, __proto__: script } },
    build: { service: 'drone', repository: script, pullRequest: 1, branch: script, base: script, commit: script, link: 'javascript:alert(1)' },
    level: { level: 7, rungs: [{ name: 'install', status: 'fail', reason: script }], heldBy: { rung: 'install', reason: script } },
    versions: { harness: script, playwright: script, node: script, abra: script, engine: script },
    problems: [{ code: script, fault: 'user', message: script.repeat(2_000), wayOut: script }],
    notRun: [{ what: script, why: script, wayOut: script }], declared: [{ rung: script, blocker: script, coveredBy: script, decidedBy: script, decidedOn: script }],
    lint: { suppressions: [], recipe: [{ rule: script, message: script }], overlay: [{ file: script, line: 1, rule: script, message: script }] },
    memory: { peak: 1, services: { [script]: 1, b: 2 } }, disk: { services: { [script]: { image: 1, volumes: 1 }, b: { image: 1, volumes: 1 } } },
    tests: Array.from({ length: 600 }, (_, number) => sampleTest(script, { file: script, tags: [script], status: 'failed', problem: { code: script, fault: 'recipe', message: 'y'.repeat(number < 20 ? 100_000 : 10), wayOut: script }, steps: [{ title: script, durationMs: 1, depth: 0 }] })),
  });
  lay('results/ghost/results.json', hostile);
  lay('results/n8n/results.json', '{"schema":2,"recipe":"<script>alert(1)</script>"}');
  await site();
  const html = readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.html') || file.endsWith('.svg'));
  expect(html.length).toBeGreaterThan(3);
  for (const file of html) {
    const text = page(file);
    expect(text.match(/<script\b[^>]*>/g) ?? [], file).toEqual(file.endsWith('.svg') ? [] : [expect.stringMatching(/^<script src="(\.\.\/)*assets\/site\.js" defer>$/)]);
    expect(text, file).not.toMatch(/<img src=x|<[^>]*\sonerror=|href="javascript:/i);
    expect(Buffer.byteLength(text), file).toBeLessThan(2_000_000);
  }
  const [run] = readdirSync(at('out/recipes/ghost/runs'));
  expect(page(`recipes/ghost/runs/${run ?? ''}`)).toMatch(/<bdi class="nolink">javascript:alert\(1\)<\/bdi>/);
  expect(page('index.html')).toMatch(/class="unread"[\s\S]*n8n\/results\.json/);
});

test('each page forbids whatever is not its own', async () => {
  lay('results/ghost/results.json', sampleResults());
  await site();
  for (const file of readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.html'))) {
    expect(page(file), file).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"`);
  }
});

test('each link of each page leads to a file that is there', async () => {
  writeManyResults(at('results'), { recipes: ['ghost', 'n8n'], runs: 4, now: new Date('2026-11-21T00:00:00Z'), pictures: true });
  await site();
  for (const file of readdirSync(at('out'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.html'))) {
    for (const [, link = ''] of page(file).matchAll(/ (?:href|src)="([^"#]+)[^"]*"/g)) {
      if (!link.startsWith('https://ci.example.org/')) expect(existsSync(path.resolve(at('out'), path.dirname(file), decodeURIComponent(link))), `${file}: ${link}`).toBe(true);
    }
  }
});
