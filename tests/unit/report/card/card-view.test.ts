import { describe, expect, test } from 'vitest';
import { cardView } from '../../../../harness/report/card/card-view.ts';
import { levelOf } from '../../../../harness/report/level/level.ts';
import { rungNames, type RungName, type RungStatus } from '../../../../harness/report/level/rungs.ts';
import { sampleResults, sampleTest } from '../sample-results.ts';

/** A level as a run judges it: every rung passed but those that are named. */
function levelWith(more: Partial<Record<RungName, [RungStatus, string]>>) {
  const { level, rungs, heldBy } = levelOf(rungNames.map(name => ({ name, status: more[name]?.[0] ?? 'pass', reason: more[name]?.[1] ?? '' })));
  return { level, rungs: [...rungs], heldBy };
}
const problem = { code: 'ERR_DATA_LOST', fault: 'recipe' as const, message: 'The record is gone.\nIt was there before.', wayOut: 'Label the volume.\nSee the docs.' };

test('a recipe at the top has nothing to mend', () => {
  const view = cardView(sampleResults());
  expect(view).toMatchObject({ recipe: 'ghost', version: '1.2.0+6.43.1 · 0123456789', level: 7, meaning: 'is proved by sabotage', when: '20 Nov 2026, 09:30 UTC · 95 s', change: undefined });
  expect(view.mend).toEqual({ tone: 'well', label: 'Nothing to mend', what: 'Every rung of the ladder holds.', wayOut: '' });
  expect(view.rungs.map(({ word, climbed }) => [word, climbed])).toEqual(rungNames.map(() => ['passed', true]));
});

test('what holds it is told with the way out of its test', () => {
  const view = cardView(sampleResults({
    verdict: 'red', fault: 'recipe', level: levelWith({ backup: ['fail', 'a restore brings back what was wiped: The record is gone.'] }),
    tests: [sampleTest('answers its users', { status: 'failed', problem: { ...problem, wayOut: 'Another.' } }), sampleTest('a restore brings back what was wiped', { status: 'failed', problem })],
  }));
  expect(view.level).toBe(2);
  expect(view.mend).toEqual({ tone: 'bad', label: 'To mend: backup', what: 'The record is gone.', wayOut: 'Label the volume.' });
});

test('what nobody has shown yet is told with what would show it', () => {
  const view = cardView(sampleResults({ level: levelWith({ proof: ['unverified', 'never broken on purpose'] }) }));
  expect(view.mend).toEqual({ tone: 'open', label: 'To mend: proof', what: 'never broken on purpose', wayOut: 'recipe-harness prove ghost' });
});

test('a problem of the recipe that holds every rung is told with its own way out', () => {
  const view = cardView(sampleResults({ verdict: 'red', fault: 'recipe', problems: [problem], level: levelWith({ install: ['unverified', 'ERR_DATA_LOST: The record is gone.'] }) }));
  expect(view).toMatchObject({ level: 0, meaning: 'is not shown to install', mend: { what: 'The record is gone.', wayOut: 'Label the volume.' } });
});

test('the change against the base is told where there is one', () => {
  const base = sampleResults({ durationMs: 135_000, level: levelWith({ functional: ['fail', 'x'] }) });
  expect(cardView(sampleResults(), base).change).toBe('3 → 7, 40 s less');
});

test('a narrowed run, and a number that its rungs do not carry, raise nothing', () => {
  const narrowed = cardView(sampleResults({ partial: true }));
  expect(narrowed).toMatchObject({ level: null, meaning: 'not judged: the run was narrowed' });
  expect(narrowed.rungs.every(({ status, climbed }) => status === 'unverified' && !climbed)).toBe(true);
  const raised = { ...levelWith({ upgrade: ['fail', 'x'] }), level: 7 };
  expect(cardView(sampleResults({ level: raised })).level).toBe(1);
  expect(cardView(sampleResults({ level: null })).level).toBeNull();
});

describe('without a level nothing is well, and the card says why', () => {
  const why = 'the run had a problem of its own, ERR_SECRET_LEAKED';

  test('of a run that leaked a secret', () => {
    const view = cardView(sampleResults({ level: null, levelUnknown: why, exitCode: 4, secretSearch: { secrets: 3, masked: 0, found: ['a.log'] } }));
    expect(view).toMatchObject({ level: null, meaning: 'not judged: its run left a secret in a.log' });
    expect(view.mend).toEqual({ tone: 'bad', label: 'Not judged', what: 'its run left a secret in a.log', wayOut: '' });
  });

  test.each<[string, string | null | undefined, number, string, string]>([
    ['with a problem of its own', why, 4, why, 'bad'],
    ['that kept its app', 'its app was kept, and so its removal not shown', 0, 'its app was kept, and so its removal not shown', 'open'],
    ['of a version that did not tell', undefined, 0, 'its run says nothing of a level', 'open'],
  ])('of a run %s', (_what, levelUnknown, exitCode, told, tone) => {
    const view = cardView(sampleResults({ level: null, levelUnknown, exitCode }));
    expect(view.meaning).toBe(`not judged: ${told}`);
    expect(view.mend).toMatchObject({ tone, label: 'Not judged', what: told });
  });

  test('of results that contradict themselves', () => {
    const view = cardView(sampleResults({ tests: [sampleTest('answers its users', { status: 'failed' })], level: levelWith({ proof: ['unverified', 'never broken on purpose'] }) }));
    expect(view.mend).toMatchObject({ tone: 'open', label: 'Not judged', what: 'its results call themselves green, and “answers its users” failed' });
  });
});

test('a recipe at the top of a run that went wrong elsewhere is not all well', () => {
  expect(cardView(sampleResults({ exitCode: 1 }))).toMatchObject({ level: 7, mend: { tone: 'open', label: 'Nothing to mend here', what: 'Every rung of the ladder holds. Its run ended with exit code 1, for something else.' } });
});

test('of a run that came to no checkout, and of uncommitted changes, it says so', () => {
  expect(cardView(sampleResults({ underTest: null })).version).toBe('version unknown');
  const { underTest } = sampleResults();
  expect(cardView(sampleResults({ underTest: underTest && { ...underTest, version: null, dirty: true } })).version).toBe('at 0123456789 + changes');
});

test('times are told in the largest units that say enough', () => {
  const took = (durationMs: number) => cardView(sampleResults({ durationMs })).when.split(' · ')[1];
  expect([took(0), took(119_000), took(3_725_000), took(9_000_000)]).toEqual(['0 s', '119 s', '62 min 5 s', '3 h']);
});
