/** What the overlays of a run tell lint not to look for, by recipe. */
import type { Suite } from '@playwright/test/reporter';
import { suppressionsIn, type Suppression } from '../gate/lint/suppressions.ts';
import type { RecipeMetadata } from './metadata.ts';

export type Suppressions = ReadonlyMap<string, readonly Suppression[]>;

export function overlaySuppressions(suite: Suite, root: string): Suppressions {
  return new Map(suite.suites.flatMap(project => {
    const { overlay } = (project.project()?.metadata ?? {}) as Partial<RecipeMetadata>;
    return overlay === undefined ? [] : [[project.title, suppressionsIn(overlay, root)] as const];
  }));
}
