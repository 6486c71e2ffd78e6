/** Whose a test is, and what it is for: the rules of evidence are for tests that say what an app does. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { extension, genericSpecs, teardownSpecs } from '../../package.ts';

export type Purpose = 'functional' | 'browser';

/** By its tag, else by its folder. What the package brings is no overlay's: its lifecycle and its records prove it. */
export function purposeOf(file: string, tags: readonly string[]): Purpose | undefined {
  if (!isOverlays(file)) return undefined;
  const named = (['functional', 'browser'] as const).find(name => tags.includes(`@${name}`));
  return named ?? (/[\\/](functional|browser)[\\/]/.exec(file)?.[1] as Purpose | undefined);
}

export function isOverlays(file: string): boolean {
  return packagedName(file) === undefined;
}

/** The one name of a spec of the package, `generic/1-install.spec.ts`: wherever the package lies, and whether or not it is compiled. */
export function packagedName(file: string): string | undefined {
  const real = realOf(file);
  const spec = [...genericSpecs(), ...teardownSpecs()].find(each => realOf(each) === real);
  return spec && `${path.basename(path.dirname(spec))}/${path.basename(spec, extension)}.ts`;
}

function realOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
