/** Values of secrets that the recipe file gives, under [secrets]: abra can generate any value but the one that an outside service knows. */
import { HarnessError } from '../errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { nearest } from '../settings/nearest.ts';
import { variableOf } from '../settings/secret-variables.ts';
import { fillIn, type RunNames } from './app-env.ts';

type Given = Pick<Recipe, 'file' | 'secrets' | 'sso'>;

/** Whether a secret has a value before abra would generate one. */
export function isGiven({ secrets, sso }: Omit<Given, 'file'>, name: string, granted: Readonly<Record<string, string>> = {}): boolean {
  return [secrets, sso?.secrets, granted].some(source => source?.[name] !== undefined);
}

/** The value that the recipe file, or what the app depends on, gives a secret; undefined where neither does. */
export function givenSecret({ file, secrets, sso }: Given, name: string, names: RunNames, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const granted = names.grants?.secrets[name];
  if (granted !== undefined) return granted;
  const template = sso?.secrets[name];
  if (template !== undefined) return fillIn(template, names, { file, key: `sso.secrets.${name}`, hidden: true });
  const given = secrets[name];
  const variable = given === undefined ? undefined : variableOf(given);
  if (given === undefined || variable === undefined) return given === undefined ? undefined : fillIn(given, names, { file, key: `secrets.${name}`, hidden: true });
  const value = environment[variable];
  if (value) return value;
  throw new HarnessError({
    code: 'ERR_SECRET_MISSING', fault: 'user',
    message: `${file}: secrets.${name} = "${given}": the environment variable ${variable} is ${value === undefined ? 'not set' : 'empty'}.`,
    wayOut: `Set ${variable} to the value of that secret.`, facts: { file, secret: name, variable },
  });
}

/** Refuses secrets that only a person can give, where the recipe file does not give them. */
export function requireGiven(recipe: Given, declared: readonly { readonly name: string; readonly manual: boolean }[], granted: Readonly<Record<string, string>> = {}): void {
  const { file } = recipe;
  const missing = declared.filter(({ name, manual }) => manual && !isGiven(recipe, name, granted)).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new HarnessError({
    code: 'ERR_SECRET_MISSING', fault: 'user',
    message: `${file}: secrets has no ${missing.join(', ')}, and the recipe leaves ${missing.length === 1 ? 'its value' : 'their values'} to a person (generate=false in .env.sample).`,
    wayOut: `Give ${missing.map(name => `${name} = "<test value>" or "env:<VARIABLE>"`).join(', ')} under [secrets] of that file.`,
    facts: { file, secrets: missing },
  });
}

/**
 * Refuses a value for a secret that no service uses: the name is misspelt.
 *
 * @param granted what the overlay's hook `configure` gives
 */
export function requireKnown(recipe: Given & Pick<Recipe, 'name' | 'overlay'>, known: readonly string[], granted: Readonly<Record<string, string>> = {}): void {
  const { file, name: of, overlay, secrets, sso } = recipe;
  const sections = [
    [file, 'secrets', secrets], [file, 'sso.secrets', sso?.secrets ?? {}], [`The hook configure of the overlay ${overlay ?? of}`, 'secrets', granted],
  ] as const;
  const [given] = sections.flatMap(([place, section, values]) => Object.keys(values).filter(name => !known.includes(name)).map(name => ({ place, section, name })));
  if (given === undefined) return;
  const { place, section, name } = given;
  const near = nearest(name, known);
  throw new HarnessError({
    code: 'ERR_SECRET_UNKNOWN', fault: 'user',
    message: `${place}: ${section}.${name}: no service of the recipe uses a secret of that name.`,
    wayOut: near.length > 0 ? `Write ${near.join(' or ')} instead.` : `Remove it; ${known.length > 0 ? `the recipe has ${known.join(', ')}` : 'the recipe has no secrets'}.`,
    facts: { file, secret: name, known },
  });
}
