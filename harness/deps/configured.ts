/** What an overlay's hook `configure` says of env and secrets, looked at before anything is written. */
import { inspect } from 'node:util';
import type { Overlay, Surroundings } from '../data/overlay.ts';
import { DataError } from '../data/errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';

export interface Configured {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** @throws DataError `ERR_OVERLAY_CONFIGURE` where the hook throws, or returns anything but texts */
export function configured({ name, overlay: folder }: Pick<Recipe, 'name' | 'overlay'>, overlay: Overlay<unknown> | undefined, given: Surroundings): Configured {
  if (!overlay?.configure) return { env: {}, secrets: {} };
  const { env = {}, secrets = {} } = asked(folder ?? name, () => overlay.configure?.(given) ?? {});
  const [wrong] = Object.entries({ ...env, ...secrets }).filter(([, value]) => typeof value !== 'string');
  if (wrong) throw mistaken(folder ?? name, `returns ${typeof wrong[1]} for ${wrong[0]}`, 'Return texts alone.');
  return { env, secrets };
}

function asked<T>(folder: string, hook: () => T): T {
  try {
    return hook();
  } catch (error) {
    throw mistaken(folder, 'throws', 'Mend it; the error is below.', error);
  }
}

function mistaken(folder: string, what: string, wayOut: string, cause?: unknown): DataError {
  return new DataError({
    code: 'ERR_OVERLAY_CONFIGURE', fault: 'user', message: `The hook configure of the overlay ${folder} ${what}.`, wayOut,
    ...(cause === undefined ? {} : { detail: cause instanceof Error ? cause.message : inspect(cause), cause }),
  });
}
