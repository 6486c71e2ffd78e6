/** What a person reads at the end of a run. */
import { describe, expect, test } from 'vitest';
import type { RecipeVerdict, RunVerdict } from '../../../harness/report/judge.ts';
import { summaryOf, type SummaryInit } from '../../../harness/report/summary.ts';
import type { Stage } from '../../../harness/run/learned.ts';
import { toldByRun } from '../../../harness/report/told-by-run.ts';

const outcome = { recipe: 'ghost', id: '1', file: 'x.spec.ts', tags: [], durationMs: 1 };
const green: RecipeVerdict = { recipe: 'ghost', word: 'green', fault: undefined, partial: false, genericOnly: false, tests: [{ ...outcome, title: 'installs', status: 'passed' }], problems: [], notRun: [] };
const told = (verdict: Partial<RunVerdict>, init: Partial<SummaryInit> = {}) =>
  summaryOf({ exitCode: 0, recipes: [green], problems: [], ...verdict }, { narrowedBy: [], proofs: new Map(), html: undefined, masked: 0, removed: [], terminal: true, suppressions: new Map(), told: toldByRun(undefined), level: () => undefined, cards: { files: new Map(), trouble: [] }, ...init });

describe('the end of a run', () => {
  test('that is green is one line a recipe, in columns', () => {
    expect(told({ recipes: [green, { ...green, recipe: 'n8n', tests: [] }] })).toBe('\nghost  GREEN: 1 passed\nn8n    GREEN: no tests\n');
  });

  test('says the level of each, or why there is none', () => {
    const level = { level: 3, rungs: [], heldBy: { rung: 'functional', reason: 'a post was lost' } } as const;
    expect(told({ recipes: [green, { ...green, recipe: 'n8n', tests: [] }] }, { level: ({ recipe }) => recipe === 'n8n' ? { level: null, why: 'it was kept' } : { level } }))
      .toBe('\nghost  GREEN: 1 passed\n  level 3 of 7: survives backup, restore and disaster; held by functional: a post was lost\nn8n    GREEN: no tests\n  no level: it was kept\n');
  });

  test.each<[string, (string | null)[]]>([
    ['1 suppression of lint', ['so it is']], ['2 suppressions of lint, 1 without a reason', ['so it is', null]],
  ])('counts what its overlay tells lint not to look for: %s', (words, reasons) => {
    const found = reasons.map(reason => ({ file: 'overlays/ghost/overlay.ts', line: 1, rules: [], reason }));
    expect(told({}, { suppressions: new Map([['ghost', found]]) })).toBe(`\nghost  GREEN: 1 passed; ${words}\n`);
  });

  test('names what lay there and was not run', () => {
    const notRun = [{ recipe: 'ghost', what: 'its own overlay (a.spec.ts)', why: 'ghost is not on the approved list', wayOut: 'Read it.' }];
    expect(told({ recipes: [{ ...green, notRun }] })).toBe('\nghost  GREEN: 1 passed\n  ! not run: its own overlay (a.spec.ts): ghost is not on the approved list. Way out: Read it.\n');
  });

  test('says when the tests were proved, and whether the overlay is still the one', () => {
    const proof = { date: '2026-11-22T01:02:03.000Z', commit: 'abc', killed: 12, total: 12, stale: false };
    expect(told({}, { proofs: new Map([['ghost', proof]]) })).toBe('\nghost  GREEN: 1 passed\n  proved by sabotage 2026-11-22: 12 of 12\n');
    expect(told({}, { proofs: new Map([['ghost', { ...proof, stale: true }]]) })).toContain('12 of 12, and its overlay has changed since');
  });

  test('tells where the time of its last install went, without what took none', () => {
    const waits = { pull: 0, schedule: 1_240, start: 900, health: 1_000, app: 10_000, ingress: 49 };
    const stages = [
      { stage: 'install', version: 'c0ffee', durationMs: 1, waits: null, services: [] },
      { stage: 'install', version: 'c0ffee', durationMs: 13_189, waits, services: [] },
      { stage: 'upgrade', version: 'c0ffee', durationMs: 2, waits, services: [] },
    ] as const;
    const of = (seen: readonly Stage[]) => told({}, { told: { of: () => ({ ...toldByRun(undefined).of('ghost'), stages: seen }) } });
    expect(of(stages)).toBe('\nghost  GREEN: 1 passed\n  install 13.2 s: schedule 1.2, start 0.9, health check at most 1.0, app 10.0\n');
    expect(of(stages.slice(0, 1))).toContain('\n  install 0.0 s\n');
  });

  test('that is red tells each failure with its way out, the reasons of what did not apply, and the exit code', () => {
    const detail = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n\n');
    const red: RecipeVerdict = {
      ...green, word: 'red', fault: 'environment', partial: true,
      tests: [
        ...green.tests,
        { ...outcome, title: 'backs up', status: 'not applicable', reason: 'structural: no labels' },
        { ...outcome, title: 'upgrades', status: 'failed', problem: { code: 'ERR_PULL', fault: 'environment', message: `No image.\n${detail}`, wayOut: 'Wait.' } },
        { ...outcome, title: 'posts', status: 'unverified', problem: { code: 'ERR_UNVERIFIED', fault: 'environment', message: 'The upgrade failed.' } },
      ],
      problems: [{ code: 'ERR_SPEC_MISSING', fault: 'user', message: 'No teardown.' }],
    };
    expect(told({ recipes: [red], exitCode: 3 }, { narrowedBy: ['--grep @backup', '.only'], html: '/r/index.html' })).toBe(`
ghost  RED (partial), the environment's fault: 1 passed, 1 failed, 1 not applicable, 1 unverified
  x upgrades
      No image. [ERR_PULL]
${Array.from({ length: 12 }, (_, i) => `      line ${i}`).join('\n')}
      Way out: Wait.
  x posts
      The upgrade failed. [ERR_UNVERIFIED]
  x ghost
      No teardown. [ERR_SPEC_MISSING]
  - backs up: structural: no labels
Partial: narrowed by --grep @backup, .only. It says nothing about what it left out.
HTML report: /r/index.html
Exit code 3.
`);
  });

  test('names the archives that could not be searched, and so were not kept', () => {
    expect(told({}, { removed: ['test-results/posts/trace.zip'] })).toMatch(/Removed, since .* cannot be searched for secrets: test-results\/posts\/trace\.zip\.$/m);
    expect(told({}, {})).not.toContain('Removed');
  });

  test.each([[1, '1 file'], [2, '2 files']])('says that secrets were masked in %i', (masked, words) => {
    expect(told({}, { masked })).toContain(`Secrets were masked in ${words} of the reports.`);
  });

  test.each<[string, boolean, boolean, string]>([
    ['told above is not told twice', true, true, "The run ended by ERR_NOT_ROOT, told above: the user's mistake."],
    ['that no reporter told is told', true, false, '  x the run\n      The lab needs root. [ERR_NOT_ROOT]\n      Way out: Use sudo.'],
    ['found at the end is told', false, true, '  x the run\n      The lab needs root. [ERR_NOT_ROOT]\n      Way out: Use sudo.'],
  ])('a problem of the run %s', (_how, known, terminal, words) => {
    const problem = { code: 'ERR_NOT_ROOT', fault: 'user' as const, message: 'The lab needs root.', wayOut: 'Use sudo.', told: known };
    expect(told({ recipes: [], problems: [problem], exitCode: 2 }, { terminal })).toBe(`\n${words}\nExit code 2.\n`);
  });

  test('tells what a stack used at its peak, by service where there are several', () => {
    const used = (services: Record<string, number>) => ({ told: { of: () => ({ ...toldByRun(undefined).of('ghost'), memory: { recipe: 'ghost', peak: Object.values(services).reduce((sum, bytes) => sum + bytes, 0), services } }) } });
    expect(told({}, used({ app: 200 * 2 ** 20 }))).toBe('\nghost  GREEN: 1 passed\n  memory at its peak: 200 MiB\n');
    expect(told({}, used({ db: 50 * 2 ** 20, app: 200 * 2 ** 20 }))).toBe('\nghost  GREEN: 1 passed\n  memory at its peak: 250 MiB (app 200 MiB, db 50 MiB)\n');
  });

  test('names each card, and what kept one from being drawn', () => {
    const files = new Map([['ghost', `${process.cwd()}/results/ghost/card.png`]]);
    expect(told({}, { cards: { files, trouble: ['The card of n8n could not be drawn: x'] } }))
      .toBe('\nghost  GREEN: 1 passed\nCard: results/ghost/card.png\nThe card of n8n could not be drawn: x\n');
  });
});
