/** The level that results may show: never more than their own rungs carry, and none where they contradict themselves, whatever else the file says. */
import type { Results } from '../results-schema.ts';
import { levelOf } from './level.ts';
import { rungNames } from './rungs.ts';

/** What of the results speaks for or against a level. */
export type Claimed = Pick<Results, 'partial' | 'level' | 'verdict' | 'tests' | 'problems'>;

/** @returns null where nothing is known: the run was narrowed, it contradicts itself, or each rung is not there exactly once */
export function levelShown(results: Claimed): number | null {
  const { partial, level } = results;
  if (partial || level === null || level.rungs.length !== rungNames.length || contradiction(results) !== null) return null;
  const names = new Set(level.rungs.map(({ name }) => name));
  return names.size === rungNames.length ? Math.min(level.level, levelOf(level.rungs).level) : null;
}

/** Why a level cannot be believed. What makes a run red or unverified is in its rungs already; beside another verdict it may be in none. */
export function contradiction({ verdict, tests, problems }: Claimed): string | null {
  if (verdict === 'red' || verdict === 'unverified') return null;
  if (verdict === 'unproven') return 'it never met its real app';
  const open = tests.find(({ status }) => status === 'failed' || status === 'unverified');
  if (open !== undefined) return `its results call themselves green, and “${open.title}” ${open.status === 'failed' ? 'failed' : 'did not run'}`;
  const [problem] = problems;
  return problem === undefined ? null : `its results call themselves green, with ${problem.code}: ${problem.message}`;
}
