/** From rungs to one number, which may only understate. */
import { rungNames, type Rung } from './rungs.ts';

export interface Level {
  /** 0 to 7. */
  readonly level: number;
  readonly rungs: readonly Rung[];
  /** What keeps it from the next level; null at the top. */
  readonly heldBy: { readonly rung: Rung['name']; readonly reason: string } | null;
}

/**
 * The level is the highest rung that holds, with nothing failed, unverified, declared or capped up to it. What a recipe has not (`structural`)
 * is climbed over, and lifts nobody by itself.
 */
export function levelOf(found: readonly Rung[]): Level {
  const rungs = rungNames.map(name => found.find(rung => rung.name === name) ?? missing(name));
  const held = rungs.findIndex(rung => !climbed(rung));
  const under = held === -1 ? rungs : rungs.slice(0, held);
  const holding = rungs[held];
  return {
    level: under.findLastIndex(rung => rung.status === 'pass') + 1,
    rungs,
    heldBy: holding === undefined ? null : { rung: holding.name, reason: holding.reason },
  };
}

function climbed(rung: Rung): boolean {
  return rung.status === 'pass' || (rung.status === 'structural' && rung.caps !== true);
}

function missing(name: Rung['name']): Rung {
  return { name, status: 'unverified', reason: 'nothing is known of it' };
}
