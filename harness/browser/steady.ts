/** Pages that load although the network of this machine changes meanwhile. */
import type { BrowserContext, Page } from '@playwright/test';

/** Each change ends what was loading; where containers come and go beside the browser there are several within a second. */
const attempts = 5;

/** Pages of this context load once more where Chromium has given up for a change of the network: it says nothing about the app. */
export function steady(context: BrowserContext, note: (line: string) => void): void {
  for (const page of context.pages()) steadyPage(page, note);
  context.on('page', page => steadyPage(page, note));
}

function steadyPage(page: Page, note: (line: string) => void): void {
  const load = page.goto.bind(page);
  page.goto = async (url, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await load(url, options);
      } catch (error) {
        if (attempt === attempts || !(error instanceof Error) || !error.message.includes('net::ERR_NETWORK_CHANGED')) throw error;
        note(`the network of this machine changed: loading ${url} again`);
      }
    }
  };
}
