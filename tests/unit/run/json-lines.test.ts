/** Given what processes of a run have told its end, when one of them was killed over a line, then the rest still counts. */
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNotRun, recordNotRun, type NotRun } from '../../../harness/run/not-run.ts';
import { noteUnderTest, readUnderTest } from '../../../harness/run/under-test.ts';
import { readVerdicts, recordVerdict, takeBackVerdicts, type Verdict } from '../../../harness/run/verdicts.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'json-lines-')); });
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

const verdict: Verdict = { testId: '1', recipe: 'ghost', code: 'ERR_PULL', fault: 'environment', message: 'limit', wayOut: 'wait' };
const notRun: NotRun = { recipe: 'ghost', what: 'its overlay', why: 'nobody approved it', wayOut: 'Read it.' };
const head = { ref: 'main', commit: 'c0ffee', dirty: false };
const tellAll = (folder: string): void => {
  recordVerdict(folder, verdict);
  recordNotRun(folder, notRun);
  noteUnderTest(folder, 'ghost', head);
};
const told = (folder: string) => ({ verdicts: readVerdicts(folder), notRun: readNotRun(folder), underTest: Object.fromEntries(readUnderTest(folder)) });

describe('what was told', () => {
  test.each(['verdicts', 'not-run', 'under-test'])('outlives a writer who was killed over a line of %s, and what was told next does too', file => {
    appendFileSync(join(root, `${file}.jsonl`), '\n{"recipe":"kinto","com');
    tellAll(root);
    appendFileSync(join(root, `${file}.jsonl`), '\n{"recipe":"kinto","com');
    expect(told(root)).toEqual({ verdicts: [verdict], notRun: [notRun], underTest: { ghost: head } });
  });

  test('is nothing where nobody told anything', () => {
    expect(told(root)).toEqual({ verdicts: [], notRun: [], underTest: {} });
  });

  test('by every process alike is told once', () => {
    recordNotRun(root, notRun);
    recordNotRun(root, { ...notRun, recipe: 'kinto' });
    recordNotRun(root, notRun);
    expect(readNotRun(root).map(({ recipe }) => recipe)).toEqual(['ghost', 'kinto']);
  });

  test('lies where only its owner reads', () => {
    tellAll(root);
    expect(['verdicts', 'not-run', 'under-test'].map(file => statSync(join(root, `${file}.jsonl`)).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  });
});

test('a verdict that was taken back does not stand; another test\'s does, and what the same test meets later', () => {
  recordVerdict(root, verdict);
  recordVerdict(root, { ...verdict, testId: '2' });
  takeBackVerdicts(root, '1');
  recordVerdict(root, { ...verdict, code: 'ERR_LATER' });
  expect(readVerdicts(root).map(({ testId, code }) => [testId, code])).toEqual([['2', 'ERR_PULL'], ['1', 'ERR_LATER']]);
});
