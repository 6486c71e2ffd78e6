/** The cards of a recipe, beside its results. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Theme } from './card-page.ts';

export const cardFiles: Record<Theme, string> = { light: 'card.png', dark: 'card-dark.png' };

/** A card of an earlier run is none of this one. */
export function forgetCards(folder: string): void {
  for (const file of Object.values(cardFiles)) rmSync(path.join(folder, file), { force: true });
}
