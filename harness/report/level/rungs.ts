/** The rungs of the ladder, in order: what a recipe must show to stand on each. */

/** Names of the rungs, the lowest first; its place, counted from one, is a rung's level. */
export const rungNames = ['install', 'upgrade', 'backup', 'functional', 'browser', 'lint', 'proof'] as const;

export type RungName = typeof rungNames[number];

export const rungStatuses = ['pass', 'fail', 'structural', 'declared', 'unverified'] as const;

/**
 * `structural`: there is nothing of that kind in the recipe. `declared`: its recipe file says that it cannot run.
 * `unverified`: it should have been shown and was not.
 */
export type RungStatus = typeof rungStatuses[number];

export interface Rung {
  readonly name: RungName;
  readonly status: RungStatus;
  /** Why it is not a pass; empty for a pass. */
  readonly reason: string;
  /** Nothing may stand on it, though nothing failed: what should be shown cannot be. */
  readonly caps?: true | undefined;
}

/** What each level says of a recipe, from 0 on, where nothing else is known of it. */
export const levelMeanings = [
  'is not shown to install',
  'installs from nothing',
  'upgrades with its data',
  'survives backup, restore and disaster',
  'does what it is for, before witnesses',
  'does it in the browser, and with single sign-on',
  'is clean by lint, its own and abra\'s',
  'is proved by sabotage',
] as const;

/** The same of results: level 0 is that of what failed to install, and of what was kept from being tried. */
export function meaningOf(level: number, rungs: readonly Pick<Rung, 'name' | 'status'>[] | undefined): string {
  const failed = level === 0 && rungs?.some(({ name, status }) => name === 'install' && status === 'fail') === true;
  return failed ? 'does not install' : levelMeanings[level] ?? '';
}
