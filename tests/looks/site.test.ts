/** Given a site in a real browser, when it is looked at on a phone, a tablet and a desk, by light and by dark, then nobody is left out and nothing leaves it. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemBrowsers } from '../../harness/browser/launch.ts';
import { writeSite } from '../../harness/site/write-site.ts';
import { sampleResults, sampleTest } from '../unit/report/sample-results.ts';
import { writeManyResults } from '../unit/site/many-results.ts';

let folder: string;
let browser: Browser;
let server: Server;
let pages: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-site-'));
  const results = path.join(folder, 'results');
  writeManyResults(results, { recipes: ['custom-html', 'ghost', 'kinto'], runs: 6, now: new Date(), pictures: true });
  layHostile(results);
  await writeSite(results, path.join(folder, 'out'));
  const runs = (recipe: string): string => `recipes/${recipe}/runs/${readdirSync(path.join(folder, 'out/recipes', recipe, 'runs')).at(-1) ?? ''}`;
  const whole = readdirSync(path.join(folder, 'out')).filter(name => name.endsWith('.html'));
  pages = [...whole, 'recipes/ghost/index.html', runs('ghost'), 'recipes/hostile/index.html', runs('hostile'), 'recipes/damaged/index.html'];
  // Below a path of its own, as forges serve pages.
  server = createServer((request, response) => {
    const file = path.join(folder, 'out', decodeURIComponent((request.url ?? '').replace(/^\/some\/where\//, '')));
    if (!existsSync(file)) return void response.writeHead(404).end();
    const types: Record<string, string> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png' };
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(readFileSync(file));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: [chromium.executablePath(), ...systemBrowsers].find(file => existsSync(file)) ?? '', args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const script = '</script><img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

/** What a bad hand, a right-to-left script and an endless word leave, and a file that is none. */
function layHostile(results: string): void {
  const endless = 'w'.repeat(100_000);
  const hostile = sampleResults({
    recipe: 'hostile', verdict: 'red', fault: 'recipe', picture: 'picture.png', startedAt: new Date(Date.now() - 86_400_000).toISOString(),
    level: { level: 7, rungs: (sampleResults().level?.rungs ?? []).map(rung => ({ ...rung, status: 'fail', reason: `${script}${endless}` })), heldBy: { rung: 'install', reason: `‮${endless}` } },
    build: { service: 'drone', repository: script, pullRequest: 1, branch: endless, base: null, commit: endless, link: 'javascript:document.title="owned"' },
    underTest: { ref: endless, commit: endless, version: endless, dirty: true, base: endless, dependencies: { [endless]: endless } },
    problems: [{ code: endless, fault: 'recipe', message: `${script}${endless}`, wayOut: endless }], leftovers: [endless, script],
    memory: { peak: 1e12, services: { [endless]: 1, [script]: 2 } },
    tests: [sampleTest(`שלום عليكم ‮${endless}`, { status: 'failed', file: endless, tags: [endless], problem: { code: script, fault: 'recipe', message: script, wayOut: endless }, steps: [{ title: endless, durationMs: 1, depth: 0, failed: true }] })],
  });
  const lay = (file: string, content: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(results, file)), { recursive: true });
    writeFileSync(path.join(results, file), content);
  };
  lay('hostile/results.json', JSON.stringify(hostile));
  // Begins and ends like a picture, with nothing between.
  lay('hostile/picture.png', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), Buffer.alloc(60), Buffer.from('IEND\xae\x42\x60\x82', 'latin1')]));
  lay('damaged/results.json', `{ "schema": 1, "recipe": "${endless}" }`);
  lay('damaged/history/2026-11-01T00-00-00.000Z-aaaaaa.json', '<script>');
}

/** Each file of the site by its address, each request that leaves the site, each error of a page. */
async function looking<T>(options: BrowserContextOptions, look: (page: Page, address: (file: string) => string, amiss: string[]) => Promise<T>): Promise<T> {
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/`;
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const amiss: string[] = [];
    page.on('request', request => { if (!request.url().startsWith(root)) amiss.push(`request: ${request.url().slice(0, 200)}`); });
    page.on('console', message => { if (message.type() === 'error') amiss.push(`console: ${message.text()}`); });
    page.on('pageerror', error => amiss.push(`error: ${error.message}`));
    page.on('dialog', dialog => { amiss.push('a dialog'); void dialog.dismiss(); });
    return await look(page, file => `${root}${file}`, amiss);
  } finally {
    await context.close();
  }
}

test.each([['light', 1280], ['dark', 360]] as const)('%s, %i pixels wide: axe finds nothing on any kind of page, and nothing leaves the site', async (colorScheme, width) => {
  await looking({ viewport: { width, height: 900 }, colorScheme }, async (page, address, amiss) => {
    for (const file of pages) {
      await page.goto(address(file));
      expect(await page.title(), file).not.toBe('owned');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`), file).toEqual([]);
    }
    expect(amiss).toEqual([]);
  });
});

test.each([360, 768, 1280])('at %i pixels no page is wider, and what is pressed is large enough for a finger', async width => {
  await looking({ viewport: { width, height: 900 }, hasTouch: true }, async (page, address) => {
    for (const file of pages) {
      await page.goto(address(file));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${file}: too wide`).toBe(0);
      const small = await page.evaluate(() => [...document.querySelectorAll('header a, .above a, button, input, select, summary, table a')].flatMap(element => {
        const { width, height } = element.getBoundingClientRect();
        return width === 0 || (height >= 24 && width >= 24) ? [] : [`${element.outerHTML.slice(0, 100)} ${width}x${height}`];
      }));
      expect(small, file).toEqual([]);
    }
  });
});

test('filters narrow the grid, tell how many are left, and are reached by the keyboard', async () => {
  await looking({ viewport: { width: 1280, height: 900 } }, async (page, address, amiss) => {
    await page.goto(address('index.html'));
    const shown = (): Promise<string[]> => page.locator('.grid > li:visible h2').allTextContents();
    const all = (await shown()).length;
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('GHOST');
    expect(await shown()).toEqual(['ghost']);
    expect(await page.getByRole('status').textContent()).toBe(`1 of ${all} are shown.`);
    await page.getByRole('combobox', { name: 'Level' }).selectOption('unknown');
    expect(await page.getByText('No recipe fits these filters.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Clear' }).press('Enter');
    expect((await shown()).length).toBe(all);
    await page.getByRole('combobox', { name: 'Level' }).selectOption('unknown');
    expect(await shown()).toEqual(['damaged']);
    await page.getByRole('combobox', { name: 'Level' }).selectOption('0');
    expect(await shown()).toContain('hostile');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('link', { name: 'ghost', exact: true }).press('Enter');
    await page.waitForURL(/recipes\/ghost\/index\.html$/);
    expect(amiss).toEqual([]);
  });
});

test('without JavaScript everything is there, and filters that would do nothing are not', async () => {
  await looking({ javaScriptEnabled: false }, async (page, address) => {
    await page.goto(address('index.html'));
    expect(await page.locator('.grid > li:visible').count()).toBe(5);
    expect(await page.locator('[data-filters]').isVisible()).toBe(false);
    expect(await page.locator('.grid > li', { hasText: 'hostile' }).textContent()).toContain('1 day ago');
    expect(await page.locator('.unread').textContent()).toMatch(/damaged\/results\.json.*: it is of schema 1, and 2 is read/);
    await page.getByRole('link', { name: 'ghost', exact: true }).click();
    await page.locator('.history a').first().click();
    expect(await page.locator('.test').count()).toBe(20);
    expect(await page.locator('.test .steps').last().isVisible()).toBe(false);
    await page.locator('.test summary').last().click();
    expect(await page.locator('.test .steps').last().isVisible()).toBe(true);
  });
});

test('opened as a file it is the same: styled, filtered, linked', async () => {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(folder, 'out/index.html')).href);
    expect(await page.locator('.grid').evaluate(grid => getComputedStyle(grid).display)).toBe('grid');
    await page.getByRole('searchbox', { name: 'Name' }).fill('ghost');
    expect(await page.locator('.grid > li:visible').count()).toBe(1);
    await page.getByRole('link', { name: 'ghost', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('ghost');
  } finally {
    await context.close();
  }
});
