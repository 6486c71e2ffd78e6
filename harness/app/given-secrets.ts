/** Values of secrets that the recipe file gives, under [secrets]: abra can generate any value but the one that an outside service knows. */
import { HarnessError } from '../errors.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { nearest } from '../settings/nearest.ts';
import { variableOf } from '../settings/secret-variables.ts';
import { fillIn, type RunNames } from './app-env.ts';

type Given = Pick<Recipe, 'file' | 'secrets'>;

/** The value that the recipe file gives a secret; undefined where it gives none. */
export function givenSecret({ file, secrets }: Given, name: string, names: RunNames, environment: NodeJS.ProcessEnv = process.env): string | undefined {
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
export function requireGiven({ file, secrets }: Given, declared: readonly { readonly name: string; readonly manual: boolean }[]): void {
  const missing = declared.filter(({ name, manual }) => manual && secrets[name] === undefined).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new HarnessError({
    code: 'ERR_SECRET_MISSING', fault: 'user',
    message: `${file}: secrets has no ${missing.join(', ')}, and the recipe leaves ${missing.length === 1 ? 'its value' : 'their values'} to a person (generate=false in .env.sample).`,
    wayOut: `Give ${missing.map(name => `${name} = "<test value>" or "env:<VARIABLE>"`).join(', ')} under [secrets] of that file.`,
    facts: { file, secrets: missing },
  });
}

/** Refuses a value for a secret that no service uses: the name is misspelt. */
export function requireKnown({ file, secrets }: Given, known: readonly string[]): void {
  const name = Object.keys(secrets).find(each => !known.includes(each));
  if (name === undefined) return;
  const near = nearest(name, known);
  throw new HarnessError({
    code: 'ERR_SECRET_UNKNOWN', fault: 'user',
    message: `${file}: secrets.${name}: no service of the recipe uses a secret of that name.`,
    wayOut: near.length > 0 ? `Write ${near.join(' or ')} instead.` : `Remove it; ${known.length > 0 ? `the recipe has ${known.join(', ')}` : 'the recipe has no secrets'}.`,
    facts: { file, secret: name, known },
  });
}
