/** Columns of what the package's own specs show: the lifecycle, and whether data of the app's own came through it. */
import { overlaysRecord, readAfter } from '../../data/record-steps.ts';
import type { Results } from '../../report/results-schema.ts';
import { type Cell, lacking, nothingToShow, shown } from './cell.ts';
import { disaster, isDeclared, isStructural, type Test, testsOf, whyNot, wiped } from './whose-tests.ts';

interface Operation {
  readonly name: string;
  readonly state: 'shown' | 'none' | 'lacking' | 'not known';
  readonly why: string;
}

/** Install, upgrade, backup, restore, disaster: of those that the recipe has, how many passed. */
export function coverage(results: Results): Cell {
  return ofOperations([
    operation('install', testsOf(results, 'generic/1-install')),
    operation('upgrade', testsOf(results, 'generic/3-upgrade')),
    // Both tests of the backup make one and look at what it holds.
    anyOf('backup', [restoreTest(results), disasterTest(results)]),
    operation('restore', restoreTest(results)),
    operation('disaster', disasterTest(results)),
  ]);
}

/** A record of the app's own, seen unchanged after the upgrade, the restore and the disaster; a file of the harness's says less. */
export function data(results: Results): Cell {
  return ofOperations([
    witnessed('upgrade', 'the upgrade', testsOf(results, 'generic/3-upgrade'), results),
    witnessed('restore', 'the restore', restoreTest(results), results),
    witnessed('disaster', 'the disaster', disasterTest(results), results),
  ]);
}

function ofOperations(operations: readonly Operation[]): Cell {
  const of = (state: Operation['state']): Operation[] => operations.filter(each => each.state === state);
  const [done, none, open] = [of('shown'), of('none'), operations.filter(({ state }) => state === 'lacking' || state === 'not known')];
  const without = none.length === 0 ? '' : `, no ${none.map(({ name }) => name).join(', no ')}`;
  if (none.length === operations.length) return nothingToShow(`nothing to show${without}`);
  const words = `${done.length} of ${operations.length - none.length}${without}`;
  if (open.length === 0) return shown(words);
  const missing = open.map(({ name, why }) => `${name}: ${why}`);
  if (done.length === 0 && of('lacking').length === 0) return { standing: 'not known', words: 'not known', missing };
  return lacking(words, missing, done.length > 0);
}

function operation(name: string, tests: readonly Test[]): Operation {
  const bad = tests.find(({ status, flaky }) => status === 'failed' || flaky === true) ?? tests.find(isDeclared) ?? tests.find(({ status }) => status === 'unverified')
    ?? tests.find(test => test.status === 'not applicable' && !isStructural(test));
  if (bad !== undefined) return { name, state: 'lacking', why: whyNot(bad) };
  if (tests.some(({ status }) => status === 'passed')) return { name, state: 'shown', why: '' };
  const [without] = tests;
  return without === undefined ? { name, state: 'not known', why: 'the results have no test of it' } : { name, state: 'none', why: whyNot(without) };
}

function anyOf(name: string, sets: readonly (readonly Test[])[]): Operation {
  const all = sets.map(tests => operation(name, tests));
  const best = (['shown', 'lacking', 'not known'] as const).map(state => all.find(each => each.state === state)).find(each => each !== undefined);
  return best ?? { name, state: 'none', why: all[0]?.why ?? '' };
}

function witnessed(name: string, after: string, tests: readonly Test[], results: Results): Operation {
  const found = operation(name, tests);
  if (found.state !== 'shown') return found;
  const titles = tests.flatMap(({ steps }) => steps.filter(({ failed }) => failed !== true).map(({ title }) => title));
  if (!results.genericOnly && titles.includes(readAfter(overlaysRecord, after))) return found;
  const [begin, end] = readAfter('\0', after).split('\0') as [string, string];
  if (titles.some(title => title.startsWith(begin) && title.endsWith(end))) return { name, state: 'lacking', why: `only a file of the harness's own came through ${after}, no record of the app's` };
  return { name, state: 'not known', why: `the results do not tell what came through ${after}` };
}

function restoreTest(results: Results): Test[] {
  return testsOf(results, 'generic/2-backup').filter(({ title }) => title === wiped);
}

function disasterTest(results: Results): Test[] {
  return testsOf(results, 'generic/2-backup').filter(({ title }) => title === disaster);
}

