/** What a test run writes into an app's .env: values of the recipe file, with this run's names filled in. */
import { HarnessError } from '../errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { MailServer } from '../mail/server-file.ts';
import type { Grants } from './grants.ts';

/** What values may refer to: `{domain}`, `{hosts.<name>}`, `{mail.host}`, `{mail.port}`, and what the app is granted: `{apps.<recipe>}`, `{sso.<key>}`. */
export interface RunNames {
  readonly domain: string;
  readonly hosts: Readonly<Record<string, string>>;
  readonly grants?: Grants | undefined;
  /** Where it sends mail, for a recipe that says how it is told. */
  readonly mail?: MailServer | undefined;
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
  writeGranted(env, recipe, names);
}

export function writeUpgradeEnv(env: WritableEnv, recipe: Recipe, names: RunNames): void {
  writeGranted(env, recipe, names);
  writeAll(env, recipe, 'upgrade.env', recipe.upgrade.env, names);
}

function writeGranted(env: WritableEnv, recipe: Recipe, names: RunNames): void {
  writeAll(env, recipe, 'sso.env', recipe.sso?.env ?? {}, names);
  writeAll(env, recipe, 'mail.env', recipe.mail?.env ?? {}, names);
  for (const [key, value] of Object.entries(names.grants?.env ?? {})) env.set(key, value);
}

function writeAll(env: WritableEnv, recipe: Recipe, section: string, values: Readonly<Record<string, string>>, names: RunNames): void {
  for (const [key, value] of Object.entries(values)) env.set(key, fillIn(value, names, { file: recipe.file, key: `${section}.${key}` }));
}

/**
 * Replaces the placeholders of {@link RunNames}. Other braces are the app's own; one of these that names nothing is a mistake.
 *
 * @param where `hidden`: the value itself is not to be told
 */
export function fillIn(value: string, names: RunNames, { file, key, hidden = false }: { file: string; key: string; hidden?: boolean }): string {
  return value.replace(/\{(?:domain|(hosts|apps|sso|mail)\.([^{}]*))\}/g, (placeholder, group: keyof typeof meaning | undefined, name: string) => {
    if (group === undefined) return names.domain;
    const known: Readonly<Record<string, string>> = { hosts: names.hosts, apps: names.grants?.apps ?? {}, sso: names.grants?.sso ?? {}, mail: mailValues(names.mail) }[group];
    const found = known[name];
    if (found !== undefined) return found;
    const choice = Object.keys(known).map(other => `{${group}.${other}}`);
    throw new HarnessError({
      code: 'ERR_ENV_PLACEHOLDER', fault: 'user',
      message: `${file}: ${key}${hidden ? '' : ` = "${value}"`} refers to ${placeholder}, which is no ${meaning[group].what}.`,
      wayOut: choice.length > 0 ? `Use one of: ${choice.join(', ')}.` : meaning[group].wayOut,
      facts: { file, key, ...(hidden ? {} : { value }) },
    });
  });
}

function mailValues(server: MailServer | undefined): Readonly<Record<string, string>> {
  return server ? { host: server.host, port: String(server.port) } : {};
}

const meaning = {
  hosts: { what: 'host of this recipe', wayOut: 'Name the host under [hosts] first.' },
  apps: { what: 'recipe that this one depends on', wayOut: 'Name that recipe under requires or test_requires first.' },
  mail: { what: 'value of its mail server', wayOut: 'Tell the app under [mail.env] where to send.' },
  sso: { what: 'value of its single sign-on', wayOut: 'Name the provider under [sso] first.' },
} as const;
