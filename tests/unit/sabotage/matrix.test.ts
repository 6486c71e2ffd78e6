import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../harness/cli/prove.ts';
import { allBreaks, planOf } from '../../../harness/gate/sabotage/breaks.ts';
import { cellsOf, type CellWord } from '../../../harness/gate/sabotage/matrix.ts';
import { proofText } from '../../../harness/gate/sabotage/proof-text.ts';
import type { Proof } from '../../../harness/gate/sabotage/proof-schema.ts';
import type { ToldTest } from '../../../harness/gate/sabotage/tell.ts';

const told = (title: string, more: Partial<ToldTest> = {}): ToldTest => ({
  recipe: 'ghost', id: title, title, file: 'overlays/ghost/a.spec.ts', line: 7, tags: ['@functional'], status: 'passed', durationMs: 1, generic: false, asked: [], ...more,
});
const failed = (test: ToldTest, code: string, fault: 'recipe' | 'environment' | 'harness' = 'recipe'): ToldTest => ({ ...test, status: 'failed', problem: { code, fault, message: 'it broke' } });
const words = (broken: Parameters<typeof cellsOf>[0], baseline: ToldTest[], under: ToldTest[]) => cellsOf(broken, baseline, under).map(({ test, word, code }) => [test, word, code]);

const named = (name: string) => planOf([name])[0]!;
const restoreNothing = named('restore nothing');
const frontPage = named('front page');

test('an impostor concerns every test of the overlay, and none of those that all recipes pass', () => {
  const [posts, pages, install] = [told('posts'), told('pages', { tags: ['@browser'] }), told('installs', { generic: true, tags: ['@install'] })];
  expect(words(frontPage, [posts, pages, install], [failed(posts, 'ERR_ASSERTION'), pages])).toEqual([
    ['overlays/ghost/a.spec.ts:7 › posts', 'red', 'ERR_ASSERTION'],
    ['overlays/ghost/a.spec.ts:7 › pages', 'green', undefined],
  ]);
});

test('red for another reason, and not run, are no proof', () => {
  const restore = told('restore', { generic: true, tags: ['@backup'] });
  expect(words(restoreNothing, [restore], [failed(restore, 'ERR_DATA_LOST')])[0]?.[1]).toBe('red');
  expect(words(restoreNothing, [restore], [failed(restore, 'ERR_ABRA_FAILED', 'environment')])[0]?.slice(1)).toEqual(['other reason', 'ERR_ABRA_FAILED']);
  expect(words(restoreNothing, [restore], [])[0]?.[1]).toBe('not run');
  const posts = told('posts');
  expect(words(frontPage, [posts], [failed(posts, 'ERR_HTTP_CONNECTION', 'environment')])[0]?.[1]).toBe('other reason');
});

test('a test that did not apply is nobody\'s subject', () => {
  expect(cellsOf(restoreNothing, [told('restore', { generic: true, tags: ['@backup'], status: 'not applicable' })], [])).toEqual([]);
});

test('tokens and logins concern those that had some', () => {
  const [tokens, login] = [told('tokens', { asked: ['tokens'] }), told('login', { asked: ['login'] })];
  expect(cellsOf(named('token expired'), [tokens, login, told('posts')], []).map(({ test }) => test)).toEqual(['overlays/ghost/a.spec.ts:7 › tokens']);
  expect(cellsOf(named('wrong user'), [tokens, login, told('posts')], []).map(({ test }) => test)).toEqual(['overlays/ghost/a.spec.ts:7 › login']);
});

test('a break that there is not is told with the nearest', () => {
  expect(planOf([])).toEqual(allBreaks);
  expect(() => planOf(['front pag'])).toThrow(/ERR_BREAK_UNKNOWN[\s\S]*"front page"/);
  expect(() => planOf(['earthquake'])).toThrow(/Name one of "front page", "echo"/);
});

const proof = (cells: { word: CellWord; fault?: string }[]): Proof => ({
  schema: 1, recipe: 'ghost', date: '2026-01-01T00:00:00.000Z', seconds: 61, underTest: { ref: 'main', commit: 'abc', version: null },
  harness: { version: '1', commit: null }, overlay: null, killed: 0, total: cells.length, breaks: [{ name: 'echo', what: 'an echo', seconds: 2 }],
  matrix: cells.map(cell => ({ test: 'a.spec.ts:7 › posts', break: 'echo', ...cell })), notItsSubject: ['b.spec.ts:1 › installs'],
});

test('the exit code: 1 where a test stayed green, else whose fault the wrong red was', () => {
  expect(exitCodeOf(proof([{ word: 'red', fault: 'recipe' }]))).toBe(0);
  expect(exitCodeOf(proof([{ word: 'red', fault: 'harness' }, { word: 'green' }]))).toBe(1);
  expect(exitCodeOf(proof([{ word: 'other reason', fault: 'environment' }, { word: 'green' }]))).toBe(3);
  expect(exitCodeOf(proof([{ word: 'not run' }]))).toBe(4);
});

test('what stayed green is named by file and line, with what to write instead', () => {
  const text = proofText(proof([{ word: 'green' }]), 'results/ghost/proof.json');
  expect(text).toContain('x a.spec.ts:7 › posts\n      stayed green under "echo"');
  expect(text).toContain('Way out: ');
  expect(text).toContain('in 1 min 1 s');
  expect(proofText(proof([{ word: 'red' }]), 'f')).not.toContain('Way out');
});
