/** A level in one line. */
import type { LevelGiven } from './of-run.ts';
import { meaningOf, rungNames } from './rungs.ts';

/** `level 4 of 7: does what it is for, before witnesses; held by browser: a login failed`. */
export function levelLine(given: LevelGiven): string {
  if (given.level === null) return `no level: ${short(given.why)}`;
  const { level, rungs, heldBy } = given.level;
  const held = heldBy === null ? '' : `; held by ${heldBy.rung}: ${short(heldBy.reason)}`;
  return `level ${level} of ${rungNames.length}: ${meaningOf(level, rungs)}${held}`;
}

function short(reason: string): string {
  const [head = ''] = reason.split('\n');
  return head.length > 160 ? `${head.slice(0, 160)}…` : head;
}
