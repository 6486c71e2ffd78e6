/** What an overlay's hook `configure` says of env and secrets, looked at before anything is written. */
import { inspect } from 'node:util';
import type { Overlay, Surroundings } from '../data/overlay.ts';
import { DataError } from '../data/errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';

export interface Configured {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** @throws DataError `ERR_OVERLAY_CONFIGURE` where the hook throws, returns anything but texts, or sets what the recipe's file sets as well */
export function configured(recipe: Recipe, overlay: Overlay<unknown> | undefined, given: Surroundings): Configured {
  if (!overlay?.configure) return { env: {}, secrets: {} };
  const folder = recipe.overlay ?? recipe.name;
  const { env = {}, secrets = {} } = asked(folder, () => overlay.configure?.(given) ?? {});
  const [wrong] = Object.entries({ ...env, ...secrets }).filter(([, value]) => typeof value !== 'string');
  if (wrong) throw mistaken(folder, `returns ${typeof wrong[1]} for ${wrong[0]}`, 'Return texts alone.');
  const [twice] = [...setTwice('env', env, envOfFile(recipe)), ...setTwice('secrets', secrets, secretsOfFile(recipe))];
  if (twice) throw mistaken(folder, `sets ${twice.hook}, and ${recipe.file} sets ${twice.key} as well`, 'Take one of them out: a key has one value.');
  return { env, secrets };
}

/** Variables of the install that the recipe's file gives a value, each with the key that does. */
function envOfFile({ env, hosts, sso, mail }: Recipe): Map<string, string> {
  return new Map([
    ...Object.keys(env).map(key => [key, `env.${key}`] as const),
    ...Object.keys(sso?.env ?? {}).map(key => [key, `sso.env.${key}`] as const),
    ...Object.keys(mail?.env ?? {}).map(key => [key, `mail.env.${key}`] as const),
    ...Object.entries(hosts).map(([host, key]) => [key, `hosts.${host}`] as const),
  ]);
}

function secretsOfFile({ secrets, sso }: Recipe): Map<string, string> {
  return new Map([
    ...Object.keys(secrets).map(name => [name, `secrets.${name}`] as const),
    ...Object.keys(sso?.secrets ?? {}).map(name => [name, `sso.secrets.${name}`] as const),
  ]);
}

function setTwice(what: 'env' | 'secrets', values: Readonly<Record<string, string>>, ofFile: ReadonlyMap<string, string>): { hook: string; key: string }[] {
  return Object.keys(values).flatMap(name => {
    const key = ofFile.get(name);
    return key === undefined ? [] : [{ hook: `${what}.${name}`, key }];
  });
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
