/** Whose a test is, and what it is for: the rules of evidence are for tests that say what an app does. */
import { realpathSync } from 'node:fs';
import { genericSpecs, teardownSpecs } from '../../package.ts';

export type Purpose = 'functional' | 'browser';

/** By its tag, else by its folder. What the package brings is no overlay's: its lifecycle and its records prove it. */
export function purposeOf(file: string, tags: readonly string[]): Purpose | undefined {
  if (!isOverlays(file)) return undefined;
  const named = (['functional', 'browser'] as const).find(name => tags.includes(`@${name}`));
  return named ?? (/[\\/](functional|browser)[\\/]/.exec(file)?.[1] as Purpose | undefined);
}

export function isOverlays(file: string): boolean {
  const real = realOf(file);
  return ![...genericSpecs(), ...teardownSpecs()].some(spec => realOf(spec) === real);
}

function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
