/** The level that results may show: never more than their own rungs carry, and none where they contradict themselves, whatever else the file says. */
import type { Results } from '../results-schema.ts';
import { levelOf } from './level.ts';
import { rungNames } from './rungs.ts';

/** What of the results speaks for or against a level. */
export type Claimed = Pick<Results, 'partial' | 'level' | 'levelUnknown' | 'verdict' | 'tests' | 'problems' | 'secretSearch'>;

/** @returns null where nothing is known: `whyNoLevel` tells why */
export function levelShown(results: Claimed): number | null {
  const { level } = results;
  return level === null || whyNoLevel(results) !== null ? null : Math.min(level.level, levelOf(level.rungs).level);
}

/** Why no level is shown, in words of no more than a sentence; null where one is. */
export function whyNoLevel(results: Claimed): string | null {
  const { partial, level, levelUnknown } = results;
  if (partial) return 'the run was narrowed';
  const doubt = leak(results) ?? contradiction(results);
  if (doubt !== null) return doubt;
  if (level === null) return levelUnknown?.trim() || 'its run says nothing of a level';
  const names = new Set(level.rungs.map(({ name }) => name));
  return level.rungs.length === rungNames.length && names.size === rungNames.length ? null : 'its rungs are not those of the ladder, each once';
}

function leak({ secretSearch }: Claimed): string | null {
  const [file, ...more] = secretSearch?.found ?? [];
  return file === undefined ? null : `its run left a secret in ${file}${more.length > 0 ? `, and in ${more.length} more` : ''}`;
}

/** Why a level cannot be believed: what the verdict says of the run is nowhere in it, or nothing of what went wrong is in the verdict. */
function contradiction({ verdict, tests, problems, level }: Claimed): string | null {
  if (verdict === 'unproven') return 'it never met its real app';
  if (verdict !== 'green') return level === null || level.rungs.some(isOpen) ? null : `its results call themselves ${verdict}, and no rung that its tests stand for is open`;
  const open = tests.find(({ status }) => status === 'failed' || status === 'unverified');
  if (open !== undefined) return `its results call themselves green, and “${open.title}” ${open.status === 'failed' ? 'failed' : 'did not run'}`;
  const [problem] = problems;
  return problem === undefined ? null : `its results call themselves green, with ${problem.code}: ${problem.message}`;
}

/** Lint and proof make no run red: what did is in a rung of its tests. */
function isOpen({ name, status }: NonNullable<Claimed['level']>['rungs'][number]): boolean {
  return name !== 'lint' && name !== 'proof' && (status === 'fail' || status === 'unverified');
}
