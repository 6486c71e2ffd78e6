/** What keeps a reader from believing a recipe's results, and so from being shown a level. */
import { whyNoLevel } from '../report/level/level-shown.ts';
import type { Recipe } from './read-folder.ts';

/** Why what a recipe's newest results show may not count, or nothing where it may. */
export function doubtOf({ newest, levelUnknown, unreadable }: Recipe): string | null {
  if (newest === null) return unreadable.length > 0 ? `none of its results can be read: ${unreadable[0]?.reason ?? ''}` : 'it was never run as a whole';
  const doubt = levelUnknown ?? whyNoLevel(newest);
  if (doubt !== null) return doubt;
  const [problem] = newest.problems;
  return problem === undefined ? null : `${problem.code}: ${problem.message}`;
}
