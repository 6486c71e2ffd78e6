/** Pictures of real pages: those that are blank, still loading, or show a secret are no pictures of an app. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { browserLaunchOptions } from '../../harness/browser/launch.ts';
import { lookAt } from '../../harness/browser/picture/pixels.ts';
import { takePicture } from '../../harness/browser/picture/take-picture.ts';
import { loopback, type Loopback } from '../unit/http/loopback.ts';

const article = '<h1>An article</h1>' + '<p>With enough words on each of its lines that somebody would want to read it at all.</p>'.repeat(8);
const spinner = '<style>i{display:block;margin:300px auto;width:60px;height:60px;border:6px solid #bbb;border-top-color:#06c;border-radius:50%;animation:t 1s linear infinite}@keyframes t{to{transform:rotate(1turn)}}</style><i></i>';
/** Puts the article in the body's place once the answer to /slow is there. */
const later = `<script>fetch('/slow').then(answer => answer.text()).then(text => document.body.innerHTML = text)</script>`;

const pages: Record<string, string> = {
  '/article': article,
  '/white': '',
  '/wash': '<style>html{height:100%;background:linear-gradient(160deg,#123,#68c)}</style>',
  '/spinner': spinner,
  '/spinner-then-article': `${spinner}${later}`,
  '/white-then-article': later,
  '/late-script': `<script>addEventListener('load', () => requestIdleCallback(() => setTimeout(() => document.body.innerHTML = ${JSON.stringify(article)}, 900)))</script>`,
  '/busy': `<main aria-busy="true">${article}</main>`,
  '/words': '<h1 style="font:bold 90px sans-serif;margin:200px">Loading, please wait</h1>',
  '/goes-on': `<script>setTimeout(() => location.href = '/article', 300)</script>${spinner}`,
  '/moves': `${article}${spinner}`,
  '/image': '<img src="/picture" width="900" height="700">',
  '/text': `${article}<p>Your password is <b>hunter</b><i>2-4096</i></p>`,
  '/field': `${article}<input value="hunter2-4096">`,
  '/shadow': `${article}<div id="host"></div><script>host.attachShadow({ mode: 'open' }).innerHTML = '<p>hunter2-4096</p>'</script>`,
  '/frame': `${article}<iframe srcdoc="<p>hunter2-4096</p>"></iframe>`,
  '/hidden': `${article}<input type="hidden" value="hunter2-4096"><script>const token = 'hunter2-4096'</script>`,
};

let server: Loopback;
let folder: string;
let browser: Browser;
/** By where the page came from: the answer that it waits for. */
const waiting = new Map<string, ServerResponse>();
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-picture-'));
  server = await loopback((request, response) => {
    if (request.url === '/slow' || request.url === '/picture') waiting.set(new URL(request.headers.referer ?? '').pathname, response);
    else response.setHeader('content-type', 'text/html').end(`<!doctype html><title>x</title><body>${pages[request.url ?? ''] ?? ''}`);
  });
  browser = await chromium.launch(browserLaunchOptions(server.target, folder));
});
afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
const secretIn = (text: string) => text.includes('hunter2-4096') ? 'its password' : undefined;
const newPage = async (): Promise<Page> => (await browser.newContext({ viewport: { width: 640, height: 400 } })).newPage();
const take = async (name: string, attempts = 5, page?: Page) => {
  const used = page ?? await newPage();
  await used.goto(`${server.url('app')}${name}`, { waitUntil: 'commit' });
  return takePicture(used, { secretIn, attempts, patienceMs: 800 });
};

describe.concurrent('is taken', () => {
  test('of a page with something on it, whole', async () => {
    const picture = await take('/article', 1);
    const { width, height } = PNG.sync.read('png' in picture ? picture.png : Buffer.alloc(0));
    expect([width, height]).toEqual([640, 400]);
  });

  test.each(['/late-script', '/goes-on'])('once it is there, of a page that has nothing at first: %s', async name => {
    const page = await newPage();
    expect(await take(name, 5, page)).toHaveProperty('png');
    expect(await page.locator('h1').textContent()).toBe('An article');
  });

  test.each(['/spinner-then-article', '/white-then-article'])('once it is there, of a page that waits for an answer: %s', async name => {
    const page = await newPage();
    const looks = vi.spyOn(page, 'screenshot');
    const taking = take(name, 5, page);
    // Once it has been looked at, and was found blank.
    await vi.waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(1), 20_000);
    waiting.get(name)?.end(article);
    expect(await taking).toHaveProperty('png');
    expect(await page.locator('h1').textContent()).toBe('An article');
  });

  test('with its images', async () => {
    const image = new PNG({ width: 900, height: 700 });
    for (let at = 0; at < image.data.length; at += 4) image.data.set([(at / 4) % 20 < 10 ? 0 : 255, 80, 80, 255], at);
    const taking = take('/image');
    await vi.waitFor(() => expect(waiting.has('/image')).toBe(true), 20_000);
    waiting.get('/image')?.setHeader('content-type', 'image/png').end(PNG.sync.write(image));
    expect(await taking).toHaveProperty('png');
  });

  test('in the end, of a page that never rests and shows more than what moves', async () => {
    expect(await take('/moves', 2)).toHaveProperty('png');
  });

  test('of a page that has a secret where nobody can read it', async () => {
    expect(await take('/hidden', 1)).toHaveProperty('png');
  });
});

describe.concurrent('is not taken', () => {
  test.each<[string, string]>([
    ['/white', 'its page stays blank'],
    ['/wash', 'its page stays blank'],
    ['/spinner', 'its page stays blank'],
    ['/busy', 'its page is still loading'],
    ['/words', 'its page is still loading'],
  ])('of %s: %s', async (name, why) => {
    expect(await take(name, 2)).toEqual({ none: why });
  });

  test.each(['/text', '/field', '/shadow', '/frame'])('of a page that shows a secret in its %s', async name => {
    expect(await take(name)).toEqual({ none: 'its page shows a secret: its password' });
  });
});

test('two pictures of different sizes tell of a page that moves', () => {
  const [small, large] = [PNG.sync.write(new PNG({ width: 2, height: 2 })), PNG.sync.write(new PNG({ width: 3, height: 2 }))];
  expect(lookAt(small, large).moving).toBe(true);
});
