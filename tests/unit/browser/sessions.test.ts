/** Given the contexts of a browser, when people log in there, then what opens their sessions is told of before the test's failure is. */
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchSessions } from '../../../harness/browser/sessions.ts';

const session = 'q1w2e3r4t5z6u7i8o9p0';
const code = 'c0de-2ae3f1c64bd2a07e';

class FakeContext extends EventEmitter {
  closed: unknown[] = [];
  cookies = async (): Promise<object[]> => [{ name: 'SESSION', value: session, domain: '.docs.lab.test' }, { name: 'theme', value: 'dark', domain: 'docs.lab.test' }];
  close = async (options?: unknown): Promise<void> => void this.closed.push(options);
}

function watched(context: FakeContext): string[] {
  const browser = new EventEmitter();
  const told: string[] = [];
  watchSessions(browser as unknown as Parameters<typeof watchSessions>[0], (value, what) => told.push(`${what}: ${value}`));
  browser.emit('context', context);
  return told;
}

test('a code as it passes, and the cookies at the end', async () => {
  const context = new FakeContext();
  const told = watched(context);

  context.emit('request', { url: () => `https://docs.lab.test/callback?code=${code}` });
  expect(told).toEqual([`code in a URL of docs.lab.test: ${code}`]);
  await context.close({ reason: 'Test ended.' });

  expect(told.slice(1)).toEqual([`cookie SESSION of docs.lab.test: ${session}`]);
  expect(context.closed, 'as it was asked to').toEqual([{ reason: 'Test ended.' }]);
});

test('a context whose browser is gone is closed all the same', async () => {
  const context = new FakeContext();
  context.cookies = async () => { throw new Error('Target page, context or browser has been closed'); };
  const told = watched(context);

  await context.close();

  expect([told, context.closed]).toEqual([[], [undefined]]);
});
