/** `recipe-harness level diff`: results of two runs, wherever they lie, compared in words and as data. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addLevel } from '../../../harness/cli/level.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-level-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(text => { printed += String(text); return true; });
});
afterEach(() => { vi.restoreAllMocks(); rmSync(folder, { recursive: true, force: true }); });

const at = (name: string): string => path.join(folder, name);
const write = (name: string, content: unknown): string => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
};
const diff = (...args: string[]): void => {
  const program = new Command().exitOverride();
  addLevel(program);
  program.parse(['level', 'diff', ...args], { from: 'user' });
};
const faster: Partial<Results> = { durationMs: 55_000, tests: [...sampleResults().tests, sampleTest('an author is followed')] };

test('of two files', () => {
  diff(write('old.json', sampleResults()), write('new.json', sampleResults(faster)));
  expect(printed).toBe('ghost: level 7 as before, one test more, 40 s less\n  + an author is followed\n');
});

test('of folders of one recipe, and of all; what one side alone has is said', () => {
  write('old/ghost/results.json', sampleResults());
  write('old/n8n/results.json', sampleResults({ recipe: 'n8n' }));
  write('old/n8n/history/x.json', 'no matter');
  write('new/ghost/results.json', sampleResults(faster));
  write('new/mumble/results.json', sampleResults({ recipe: 'mumble' }));
  diff(at('old'), at('new'));
  expect(printed).toMatch(/^ghost: level 7[\s\S]*n8n: has no results any more\nmumble: had no results before\n$/);
  printed = '';
  diff(at('old/ghost'), at('new/ghost'), '--json');
  expect(JSON.parse(printed)).toMatchObject({
    differences: [{ recipe: 'ghost', words: 'level 7 as before, one test more, 40 s less', level: { from: 7, to: 7 }, durationMs: -40_000, tests: { added: ['an author is followed'] } }], onlyBefore: [], onlyNow: [],
  });
});

test.each<[string, unknown, RegExp]>([
  ['an older schema', { schema: 1, recipe: 'ghost' }, /ERR_RESULTS_UNREADABLE[\s\S]*old\.json: it is of schema 1, and 2 is read/],
  ['no JSON', '{', /old\.json: it is no JSON/],
  ['a level that is none', { ...sampleResults(), level: 9 }, /old\.json: level: /],
  ['another recipe', sampleResults({ recipe: 'n8n' }), /ERR_NOTHING_TO_COMPARE/],
])('%s is refused with its place', (_what, content, message) => {
  expect(() => diff(write('old.json', content), write('new.json', sampleResults()))).toThrow(message);
  expect(printed).toBe('');
});

test('nothing there, and a folder without results', () => {
  expect(() => diff(at('nowhere'), write('new.json', sampleResults()))).toThrow(/No results lie at .*nowhere[\s\S]*ERR_NO_RESULTS/);
  expect(() => diff(write('new.json', sampleResults()), folder)).toThrow(/ERR_NO_RESULTS/);
});

test('a title moves no cursor and is no page long', () => {
  diff(write('old.json', sampleResults()), write('new.json', sampleResults({ tests: [...sampleResults().tests, sampleTest(`\u001b[2Jgone\u202e\n  x everything${'.'.repeat(5_000)}`)] })));
  expect(printed).not.toMatch(/\u001b|\u202e|\n {2}x/);
  expect(printed.length).toBeLessThan(400);
});
