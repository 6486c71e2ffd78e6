/** What a page says of itself: whether it is done, and what one can read on it. Each look is for a page that may go away meanwhile. */
import type { Frame, Page } from '@playwright/test';

/**
 * Waits until the page has loaded, asks for nothing, has its fonts and images, and its document rests; each for a while only.
 * @returns whether it has loaded
 */
export async function settle(page: Page, patienceMs: number): Promise<boolean> {
  const loaded = await page.waitForLoadState('load', { timeout: patienceMs }).then(() => true, () => false);
  // Some hold a connection for ever.
  await page.waitForLoadState('networkidle', { timeout: patienceMs }).catch(() => undefined);
  await inPage(page, async ({ quietMs, boundMs }) => {
    const bound = new Promise(resolve => setTimeout(() => resolve('late'), boundMs));
    const rests = new Promise<void>(resolve => {
      let timer = setTimeout(() => resolve(), quietMs);
      new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(() => resolve(), quietMs);
      }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    const images = [...document.images].filter(image => image.getBoundingClientRect().top < innerHeight).map(image => image.decode().catch(() => undefined));
    await Promise.race([bound, Promise.all([document.fonts.ready, rests, ...images])]);
  }, { quietMs: 250, boundMs: patienceMs });
  return loaded;
}

/** Waits for the next change in the document, or its end; for a while only. */
export async function change(page: Page, patienceMs: number): Promise<void> {
  await inPage(page, boundMs => new Promise<void>(resolve => {
    setTimeout(() => resolve(), boundMs);
    new MutationObserver(() => resolve()).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  }), patienceMs);
}

/** Waits until so many frames were drawn. */
export async function frames(page: Page, count: number): Promise<void> {
  await inPage(page, left => new Promise<void>(resolve => {
    const next = (): void => {
      if (left-- <= 0) resolve();
      else requestAnimationFrame(next);
    };
    next();
  }), count);
}

/** Whether it says that it is not done yet: to those who cannot see it, or in the few words that it shows. */
export async function saysThatItLoads(page: Page): Promise<boolean> {
  const says = await inPage(page, () => {
    const marks = [...document.querySelectorAll('[aria-busy=true], [role=progressbar]')].some(mark => mark.checkVisibility() && mark.getBoundingClientRect().top < innerHeight);
    const words = (document.body?.innerText ?? '').trim();
    return marks || (words.length < 60 && /^(?:(?:the )?\S+ is )?(?:loading|starting|initiali[sz]ing|please wait|one moment)/i.test(words));
  }, undefined);
  return says !== false;
}

/** All that can be read on it, in its frames and in its fields. */
export async function textOf(page: Page): Promise<string> {
  const texts = await Promise.all(page.frames().map(frame => inPage(frame, () => {
    const found: string[] = [];
    const look = (root: Node): void => {
      for (const node of root.childNodes) {
        if (node instanceof Text) found.push(node.data);
        if (!(node instanceof Element) || ['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT'].includes(node.tagName)) continue;
        if (node instanceof HTMLInputElement && node.type !== 'hidden') found.push(' ', node.value, ' ', node.placeholder, ' ');
        if (node instanceof HTMLTextAreaElement) found.push(' ', node.value, ' ', node.placeholder, ' ');
        if (node.shadowRoot) look(node.shadowRoot);
        look(node);
      }
    };
    look(document);
    return found.join('');
  }, undefined)));
  return texts.join('\n');
}

/** Undefined where the page, or the frame, went elsewhere meanwhile. */
async function inPage<Given, Told>(page: Page | Frame, body: (given: Given) => Told | Promise<Told>, given: Given): Promise<Told | undefined> {
  return page.evaluate(body as (given: unknown) => Told, given).catch(() => undefined);
}
