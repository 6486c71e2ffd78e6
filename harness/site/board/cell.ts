/** What a page says of one thing about one recipe; it may only understate. */

/**
 * `nothing to show`: the recipe has nothing of the kind. `not known`: the results do not tell; that is never as good as shown.
 */
export type Standing = 'shown' | 'partly' | 'missing' | 'nothing to show' | 'not known';

export interface Cell {
  readonly standing: Standing;
  /** Of a few words. */
  readonly words: string;
  /** What keeps it from being shown, one sentence each; empty where it is, or where there is nothing to show. */
  readonly missing: readonly string[];
}

export function shown(words: string): Cell {
  return { standing: 'shown', words, missing: [] };
}

export function nothingToShow(words: string): Cell {
  return { standing: 'nothing to show', words, missing: [] };
}

export function notKnown(why: string, words = 'not known'): Cell {
  return { standing: 'not known', words, missing: [why] };
}

/** @param some whether a part of it is shown */
export function lacking(words: string, missing: readonly string[], some: boolean): Cell {
  return { standing: some ? 'partly' : 'missing', words, missing };
}

/** Where something puts all of it in doubt, nothing counts as shown, and nothing as absent. */
export function inDoubt(cell: Cell, doubt: string): Cell {
  if (cell.standing === 'missing' || cell.standing === 'partly') return cell;
  return { standing: 'not known', words: cell.words, missing: [...cell.missing, doubt] };
}
