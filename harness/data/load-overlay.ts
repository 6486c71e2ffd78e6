/** Imports a recipe's overlay, and turns what can go wrong there into the user's mistake with one message. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Recipe } from '../settings/recipe-schema.ts';
import { DataError } from './errors.ts';
import type { Overlay } from './overlay.ts';

const hooks = new Set(['setUp', 'data', 'configure', 'picture']);
const witnessHooks = ['seed', 'read', 'wipe'] as const;

/**
 * @returns the overlay, or `undefined` when the recipe has none (or only specs)
 * @throws {DataError} `ERR_OVERLAY_IMPORT` when the file throws or exports no overlay, `ERR_OVERLAY_INCOMPLETE` when a hook is missing or misspelt
 */
export async function loadOverlay(recipe: Recipe): Promise<Overlay<unknown> | undefined> {
  const file = recipe.overlay && ['overlay.ts', 'overlay.js', 'overlay.mjs'].map(name => join(recipe.overlay!, name)).find(existsSync);
  if (!file) return undefined;
  const overlay = await importDefault(file);
  const unknown = Object.keys(overlay).filter(key => !hooks.has(key));
  if (unknown.length > 0) {
    throw incomplete(file, `knows no hook named ${unknown.join(', ')}`, `Use only ${[...hooks].join(', ')}.`);
  }
  const missing = overlay.data ? witnessHooks.filter(hook => typeof overlay.data?.[hook] !== 'function') : [];
  if (missing.length > 0) throw incomplete(file, `lacks data.${missing.join(', data.')}`, 'A witness needs seed, read and wipe.');
  return overlay;
}

async function importDefault(file: string): Promise<Overlay<unknown>> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    if (typeof module.default === 'object' && module.default !== null) return module.default;
  } catch (error) {
    throw new DataError({
      code: 'ERR_OVERLAY_IMPORT', fault: 'user', message: `The overlay ${file} throws when it is imported.`,
      wayOut: 'Mend the overlay; the error is below.', detail: String(error), cause: error,
    });
  }
  throw new DataError({
    code: 'ERR_OVERLAY_IMPORT', fault: 'user', message: `The overlay ${file} has no default export.`,
    wayOut: 'End it with `export default defineOverlay({ … })`.',
  });
}

function incomplete(file: string, problem: string, wayOut: string): DataError {
  return new DataError({ code: 'ERR_OVERLAY_INCOMPLETE', fault: 'user', message: `The overlay ${file} ${problem}.`, wayOut });
}
