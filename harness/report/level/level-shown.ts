/** The level that results may show: never more than their own rungs carry, whatever else the file says. */
import type { Results } from '../results-schema.ts';
import { levelOf } from './level.ts';
import { rungNames } from './rungs.ts';

/** @returns null where nothing is known: the run was narrowed, or each rung is not there exactly once */
export function levelShown({ partial, level }: Pick<Results, 'partial' | 'level'>): number | null {
  if (partial || level === null || level.rungs.length !== rungNames.length) return null;
  const names = new Set(level.rungs.map(({ name }) => name));
  return names.size === rungNames.length ? Math.min(level.level, levelOf(level.rungs).level) : null;
}
