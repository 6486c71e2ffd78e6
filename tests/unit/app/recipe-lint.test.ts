/** Given a head that is deployed, when abra's linter is asked, then what abra would refuse is noted; and no answer of it stops a deploy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LintRule } from '../../../harness/abra/lint-table.ts';
import { findingsOf, lintHead } from '../../../harness/app/recipe-lint.ts';
import type { Workplace } from '../../../harness/app/workplace.ts';
import { readLearned } from '../../../harness/run/learned.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'recipe-lint-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const rule = (more: Partial<LintRule>): LintRule => ({ ref: 'R011', rule: 'all services have images', severity: 'error', satisfied: false, skipped: false, howToFix: 'set an image', ...more });
const finding = { rule: 'R011', message: 'all services have images: set an image' };
const { signal } = new AbortController();

function place(lint: () => Promise<LintRule[]>, { half = 'tests', inFolder = folder } = {}) {
  const notes: string[] = [];
  const run = { folder: inFolder, half, abra: () => ({ recipe: { lint } }), secrets: { mask: (text: string) => text.replace('hunter2', '****') } };
  const progress = { step: (_title: string, body: () => unknown) => body(), note: (line: string) => { notes.push(line); }, attach: () => undefined };
  return { place: { run, recipe: { name: 'ghost' }, progress } as unknown as Workplace, notes };
}

test.each<[string, LintRule, object[]]>([
  ['a broken rule that stops a deploy', rule({}), [finding]],
  ['one without advice', rule({ howToFix: '' }), [{ rule: 'R011', message: 'all services have images' }]],
  ['one of a severity that nobody knows', rule({ severity: 'fatal' }), [finding]],
  ['no rule that holds', rule({ satisfied: true }), []],
  ['no rule that was skipped', rule({ skipped: true }), []],
  ['no advice', rule({ severity: 'warn' }), []],
])('among the findings is %s', (_what, found, findings) => {
  expect(findingsOf([found])).toEqual(findings);
});

test('what was found is noted and told', async () => {
  const { place: ghost, notes } = place(() => Promise.resolve([rule({}), rule({ ref: 'R001', satisfied: true })]));
  await lintHead(ghost, signal);
  expect(readLearned(folder, 'lint')).toEqual([{ kind: 'lint', recipe: 'ghost', findings: [finding] }]);
  expect(notes).toEqual(['R011: all services have images: set an image']);
});

test('it is asked once in a run', async () => {
  const lint = vi.fn(() => Promise.resolve([rule({})]));
  await lintHead(place(lint).place, signal);
  await lintHead(place(lint).place, signal);
  expect(lint).toHaveBeenCalledOnce();
});

test('a lint that cannot be asked is none, is told without secrets, and is not tried again', async () => {
  const lint = vi.fn(() => Promise.reject(new Error('unable to validate recipe: hunter2')));
  const { place: ghost, notes } = place(lint);
  await lintHead(ghost, signal);
  await lintHead(ghost, signal);
  expect(readLearned(folder, 'lint')).toEqual([{ kind: 'lint', recipe: 'ghost', findings: null }]);
  expect(notes).toEqual(['abra recipe lint could not be asked: unable to validate recipe: ****']);
  expect(lint).toHaveBeenCalledOnce();
});

test('a dependency is not linted', async () => {
  const lint = vi.fn(() => Promise.resolve([rule({})]));
  await lintHead(place(lint, { half: 'dependencies' }).place, signal);
  expect(lint).not.toHaveBeenCalled();
});

test('a note that cannot be written stops nothing', async () => {
  const { place: ghost, notes } = place(() => Promise.resolve([]), { inFolder: join(folder, 'gone') });
  await lintHead(ghost, signal);
  expect(notes).toEqual([expect.stringContaining('not noted for the results: Error: ENOENT')]);
});
