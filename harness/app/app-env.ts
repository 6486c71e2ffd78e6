/** What a test run writes into an app's .env: values of the recipe file, with this run's names filled in. */
import { HarnessError } from '../errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';

/** The names that values may refer to: `{domain}` and `{hosts.<name>}`. */
export interface RunNames {
  readonly domain: string;
  readonly hosts: Readonly<Record<string, string>>;
}

/** The part of an .env file that is written here. */
export interface WritableEnv {
  set(key: string, value: string): unknown;
}

export function writeInstallEnv(env: WritableEnv, recipe: Recipe, names: RunNames): void {
  // No certificate is asked for: the target's ingress has its own for every name of its zone.
  env.set('LETS_ENCRYPT_ENV', '');
  for (const [host, key] of Object.entries(recipe.hosts)) env.set(key, names.hosts[host] ?? '');
  writeAll(env, recipe, 'env', recipe.env, names);
}

export function writeUpgradeEnv(env: WritableEnv, recipe: Recipe, names: RunNames): void {
  writeAll(env, recipe, 'upgrade.env', recipe.upgrade.env, names);
}

function writeAll(env: WritableEnv, recipe: Recipe, section: string, values: Readonly<Record<string, string>>, names: RunNames): void {
  for (const [key, value] of Object.entries(values)) env.set(key, fillIn(value, names, { file: recipe.file, key: `${section}.${key}` }));
}

/**
 * Replaces `{domain}` and `{hosts.<name>}`. Other braces are the app's own; only a host that does not exist is a mistake.
 *
 * @param where `hidden`: the value itself is not to be told
 */
export function fillIn(value: string, names: RunNames, { file, key, hidden = false }: { file: string; key: string; hidden?: boolean }): string {
  return value.replace(/\{(domain|hosts\.([^{}]*))\}/g, (placeholder, _name: string, host: string | undefined) => {
    if (host === undefined) return names.domain;
    const name = names.hosts[host];
    if (name !== undefined) return name;
    const known = Object.keys(names.hosts);
    throw new HarnessError({
      code: 'ERR_ENV_PLACEHOLDER', fault: 'user',
      message: `${file}: ${key}${hidden ? '' : ` = "${value}"`} refers to ${placeholder}, which is no host of this recipe.`,
      wayOut: known.length > 0 ? `Use one of: ${known.map(other => `{hosts.${other}}`).join(', ')}.` : 'Name the host under [hosts] first.',
      facts: { file, key, ...(hidden ? {} : { value }) },
    });
  });
}
