/** The reaper's ear on its runner: said `done`, or gone. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { lifeLine } from '../../../harness/reaper/life-line.ts';

function heard(...chunks: (string | Error | null)[]) {
  const stream = new PassThrough();
  const end = lifeLine(stream);
  for (const chunk of chunks) {
    if (chunk instanceof Error) stream.destroy(chunk);
    else if (chunk === null) stream.end();
    else stream.write(chunk);
  }
  return end;
}

test.each<[string, 'done' | 'gone', (string | Error | null)[]]>([
  ['done', 'done', ['done\n', null]],
  ['done in pieces', 'done', ['do', 'ne\n']],
  ['the end without a word', 'gone', [null]],
  ['the end in the middle of the word', 'gone', ['don', null]],
  ['a broken line', 'gone', [new Error('EPIPE')]],
])('%s is "%s"', async (_what, expected, chunks) => {
  expect(await heard(...chunks)).toBe(expected);
});

test('an open line says nothing', async () => {
  const stream = new PassThrough();
  const end = lifeLine(stream);
  stream.write('hello\n');
  expect(await Promise.race([end, new Promise(resolve => setImmediate(() => resolve('still open')))])).toBe('still open');
  stream.end();
});
