/** Given what a run's processes have learned of its recipes, when the results are made, then it is put together by recipe. */
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteUnderTest, readUnderTest } from '../../../harness/run/under-test.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'under-test-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const head = { ref: 'main', commit: 'c0ffee', dirty: false };

test('nothing was learned', () => {
  expect(readUnderTest(folder)).toEqual(new Map());
});

test('what is learned later is added, and what was learned again counts', () => {
  noteUnderTest(folder, 'ghost', head);
  noteUnderTest(folder, 'kinto', { ...head, version: '1.0.0+1' });
  noteUnderTest(folder, 'ghost', { base: '0.9.0+1' });
  noteUnderTest(folder, 'ghost', { ...head, dirty: true });
  expect(Object.fromEntries(readUnderTest(folder))).toEqual({ ghost: { ...head, dirty: true, base: '0.9.0+1' }, kinto: { ...head, version: '1.0.0+1' } });
});

test('a recipe of which no commit is known is left out, and so is the line of a process that was killed', () => {
  noteUnderTest(folder, 'ghost', { base: '0.9.0+1' });
  appendFileSync(join(folder, 'under-test.jsonl'), '{"recipe":"kinto","com');
  expect(readUnderTest(folder)).toEqual(new Map());
});

test('it lies where only its owner reads', () => {
  noteUnderTest(folder, 'ghost', head);
  expect(statSync(join(folder, 'under-test.jsonl')).mode & 0o777).toBe(0o600);
});
