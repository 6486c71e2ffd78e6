/** The secrets of an app: inserted or generated once by abra, registered for masking, kept in the run's private folder for later workers. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { ComposeObject } from '../recipe/compose.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import { requireNamesFit } from '../run/naming.ts';
import type { Run } from '../run/run.ts';
import { appSecretsFile } from '../run/run-facts.ts';
import type { Engine } from '../swarm/engine.ts';
import { givenSecret, isGiven, requireGiven } from './given-secrets.ts';
import type { Workplace } from './workplace.ts';

/** Secrets that the version at hand declares and the server does not have; refused before anything is made where swarm would refuse a name. */
export async function makeSecrets(place: Workplace, env: EnvFile): Promise<void> {
  const { run, recipe, checkout } = place;
  const secrets = checkout.secrets(env);
  requireVersions(secrets);
  requireNamesFit([...secrets, ...checkout.configs(env)].map(object => object.fullName), { recipe: recipe.name, zone: run.target.zone });
  const granted = place.names.grants?.secrets;
  requireGiven(recipe, withManual(secrets, env), granted);
  // What is given goes first: abra leaves alone what is there.
  for (const secret of secrets) await insertGiven(place, secret);
  if (secrets.some(secret => !isGiven(recipe, secret.name, granted))) await generateSecrets(place);
}

/** The declared secrets, and whether `.env` leaves their values to a person. */
export function withManual<S extends { readonly name: string }>(secrets: readonly S[], env: EnvFile): (S & { readonly manual: boolean })[] {
  return secrets.map(secret => ({ ...secret, manual: /(^|\s)generate=false(\s|$)/.test(env.comment(versionKey(secret.name))) }));
}

/** Puts a value that the recipe file gives on the server, unless it is there from an earlier version. */
async function insertGiven({ run, recipe, names, engine, progress }: Workplace, { name, fullName }: ComposeObject): Promise<void> {
  const value = givenSecret(recipe, name, names);
  if (value === undefined) return;
  run.secrets.register(value, `${recipe.name} secret ${name}`);
  if (await isOnServer(engine, fullName)) return;
  await run.abra().app.secret.insert(names.domain, name, fullName.slice(fullName.lastIndexOf('_') + 1), value, {}, progress);
  await remember(run, names.domain, { [name]: value });
}

async function isOnServer(engine: Engine, fullName: string): Promise<boolean> {
  const found = await engine.ask(`look for the secret ${fullName}`, () => engine.docker.listSecrets({ filters: { name: [fullName] } }) as Promise<{ Spec?: { Name?: string } }[]>);
  return found.some(({ Spec }) => Spec?.Name === fullName);
}

/** Generates what is not on the server yet; what was generated before stays known. */
async function generateSecrets({ run, recipe, names, progress }: Workplace): Promise<void> {
  const generated = await run.abra().app.secret.generate(names.domain, { all: true }, progress);
  for (const [name, value] of Object.entries(generated)) run.secrets.register(value, `${recipe.name} secret ${name}`);
  await remember(run, names.domain, generated);
}

async function remember(run: Run, domain: string, added: Readonly<Record<string, string>>): Promise<void> {
  const all = { ...Object.fromEntries(await secretsOf(run, domain)), ...added };
  const file = appSecretsFile(run.folder, domain);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(all), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Refuses a secret whose version is empty: the swarm would refuse its name, in words that nobody understands. */
export function requireVersions(secrets: readonly { readonly name: string; readonly fullName: string }[]): void {
  const unnamed = secrets.find(secret => secret.fullName.endsWith('_'));
  if (unnamed === undefined) return;
  const { name, fullName } = unnamed;
  throw new HarnessError({
    code: 'ERR_SECRET_VERSION', fault: 'recipe',
    message: `The secret "${name}" has no version: its name in the swarm would be "${fullName}".`,
    wayOut: `Give ${versionKey(name)} a value in .env.sample, for instance v1.`,
    facts: { secret: name, fullName },
  });
}

/** The variable that gives the secret its version, and whose comment says how it is made. */
function versionKey(name: string): string {
  return `SECRET_${name.toUpperCase().replaceAll('-', '_')}_VERSION`;
}

export async function secretsOf(run: Pick<Run, 'folder'>, domain: string): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(appSecretsFile(run.folder, domain), 'utf8')) as Record<string, string>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
