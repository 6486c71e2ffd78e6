/** What a browser sends and what is read from its pages: which document a page shows, what was typed into it, and what was taken out of it. */
import type { Browser, BrowserContext, Locator, Page, Request, Response } from '@playwright/test';
import { largestText, parsed, Reading, type Recording, recording } from './recording.ts';
import { between, type Call, type Callable } from './through.ts';
import { decoded, leavesOf } from './values.ts';

/** The document that a page has asked for, and is yet to show. */
const asked = new WeakMap<Page, { by: Recording; at: number; carried: string }>();
const watched = new WeakSet<object>();

const taken = ['innerText', 'textContent', 'inputValue', 'getAttribute', 'innerHTML', 'allInnerTexts', 'allTextContents', 'ariaSnapshot', 'evaluate', 'content', 'title'];
const typed = ['fill', 'type', 'pressSequentially', 'insertText', 'selectOption', 'setInputFiles'];

/** Every context of this browser from now on, whoever makes it. */
export function watchBrowser(browser: Browser): void {
  if (watched.has(browser)) return;
  watched.add(browser);
  for (const context of browser.contexts()) watchContext(context);
  browser.on('context', watchContext);
}

function watchContext(context: BrowserContext): void {
  if (watched.has(context)) return;
  watched.add(context);
  context.on('request', hearRequest);
  context.on('response', hearResponse);
  for (const page of context.pages()) watchPage(page);
  context.on('page', watchPage);
}

/** What is on the page at that moment, as far as its sender goes. The text itself is what an assertion has found there. */
export function readingOf(test: Recording, page: Page, at: number): Reading {
  // One that was there before the test began can remember all that was typed since.
  const { askedAt, carried } = test.documents.get(page)?.findLast(({ from }) => from <= at) ?? { askedAt: 0, carried: '' };
  return new Reading({ at, by: page, documentAt: askedAt, text: () => '', carried: () => carried });
}

function watchPage(page: Page): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('framenavigated', frame => {
    const [test, document] = [recording(), asked.get(page)];
    if (!test || !document || frame !== page.mainFrame()) return;
    const shown = test.documents.get(page) ?? [];
    test.documents.set(page, [...shown, { from: test.tick(), askedAt: document.by === test ? document.at : 0, carried: document.carried }]);
  });
  const locator = page.locator('html');
  hearMethods(Object.getPrototypeOf(page) as object);
  hearMethods(Object.getPrototypeOf(locator) as object);
  hearMethods(Object.getPrototypeOf(page.keyboard) as object);
  keyboards.set(page.keyboard, page);
}

const keyboards = new WeakMap<object, Page>();

/** The browser's own requests: a document is asked for, or something is sent that nobody saw typed. */
function hearRequest(request: Request): void {
  const test = recording();
  const page = pageOf(request);
  if (!test || !page) return;
  const [at, url, body] = [test.tick(), request.url(), request.postData() ?? ''];
  if (body !== '') test.sent.push({ at, by: page, text: [decoded(body), ...leavesOf(parsed(body))].join('\n') });
  if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
  asked.set(page, { by: test, at, carried: `${decoded(url)}\n${decoded(body)}` });
}

/** Where a document came from, and with which status: enough to know that something was looked at. */
function hearResponse(response: Response): void {
  const test = recording();
  if (!test || !response.request().isNavigationRequest()) return;
  const url = response.url();
  test.readings.push(new Reading({ at: test.tick(), by: response, status: response.status(), text: () => url, carried: () => decoded(url) }));
}

/** A service worker's request has no page. */
function pageOf(request: Request): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}

/** Once for each class: locators are made anew by every call. */
function hearMethods(prototype: object): void {
  if (watched.has(prototype)) return;
  watched.add(prototype);
  const methods = prototype as Record<string, Callable | undefined>;
  for (const name of [...taken, ...typed]) {
    const own = methods[name];
    if (own) methods[name] = new Proxy(own, { apply: between((fn, self, args) => begun(fn, self, args, typed.includes(name)), ended) });
  }
}

/** What is uploaded from memory; a file that is named by its path is known by its name. */
function filesIn(args: readonly unknown[]): string[] {
  return args.flat().flatMap(each => {
    const { buffer } = (each ?? {}) as { buffer?: unknown };
    return buffer instanceof Uint8Array && buffer.length <= largestText ? [Buffer.from(buffer).toString()] : [];
  });
}

interface PageCall extends Call { page: Page | undefined; types: boolean }

function begun(fn: Callable, self: unknown, args: unknown[], types: boolean): PageCall {
  const [page, test] = [ownerOf(self), recording()];
  if (types && test) test.sent.push({ at: test.tick(), by: page, text: [...leavesOf(args), ...filesIn(args)].join('\n') });
  return { fn, args, page, types };
}

function ended({ page, types }: PageCall, returned: unknown): unknown {
  if (types || !page || !(returned instanceof Promise)) return returned;
  return returned.then((value: unknown) => {
    const test = recording();
    if (test) {
      const at = test.tick();
      const { documentAt, carried } = readingOf(test, page, at);
      const leaves = leavesOf(value);
      test.readings.push(new Reading({ at, by: page, documentAt, carried: () => carried, text: () => [...leaves].join('\n'), body: () => value }));
    }
    return value;
  });
}

function ownerOf(self: unknown): Page | undefined {
  const owner = self as Partial<Locator> & Partial<Page> & object;
  if (typeof owner.goto === 'function') return owner as Page;
  return keyboards.get(owner) ?? owner.page?.();
}
