/** Given a machine whose network changes while a page loads, when Chromium gives up, then the page is loaded again; whatever else goes wrong is told at once. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { BrowserContext, Page } from '@playwright/test';
import { steady } from '../../../harness/browser/steady.ts';

const changed = new Error('page.goto: net::ERR_NETWORK_CHANGED at https://ghost.lab.test/');

function pageThat(...answers: (Error | string)[]): { page: Page; asked: string[] } {
  const asked: string[] = [];
  const goto = async (url: string): Promise<string> => {
    asked.push(url);
    const answer = answers[asked.length - 1] ?? 'the page';
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { page: { goto } as unknown as Page, asked };
}

function opened(page: Page, when: 'before' | 'later'): { notes: string[] } {
  const notes: string[] = [];
  const context = Object.assign(new EventEmitter(), { pages: () => when === 'before' ? [page] : [] });
  steady(context as unknown as BrowserContext, line => notes.push(line));
  if (when === 'later') context.emit('page', page);
  return { notes };
}

test.each(['before', 'later'] as const)('a page that was opened %s loads again, and says so', async when => {
  const { page, asked } = pageThat(changed, changed, 'the page');
  const { notes } = opened(page, when);
  expect(await page.goto('https://ghost.lab.test/')).toBe('the page');
  expect(asked).toHaveLength(3);
  expect(notes).toEqual(Array(2).fill('the network of this machine changed: loading https://ghost.lab.test/ again'));
});

test('a network that does not come to rest is told after five attempts', async () => {
  const { page, asked } = pageThat(...Array<Error>(9).fill(changed));
  opened(page, 'before');
  await expect(page.goto('https://ghost.lab.test/')).rejects.toBe(changed);
  expect(asked).toHaveLength(5);
});

test('any other error is told at once', async () => {
  const refused = new Error('page.goto: net::ERR_CONNECTION_REFUSED at https://ghost.lab.test/');
  const { page, asked } = pageThat(refused);
  const { notes } = opened(page, 'before');
  await expect(page.goto('https://ghost.lab.test/')).rejects.toBe(refused);
  expect([asked.length, notes.length]).toEqual([1, 0]);
});
