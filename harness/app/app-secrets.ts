/** The secrets of an app: generated once by abra, registered for masking, kept in the run's private folder for later workers. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { Run } from '../run/run.ts';
import { appSecretsFile } from '../run/run-facts.ts';

type Whose = { readonly domain: string; readonly recipe: string };

/** Generates what is not on the server yet; what was generated before stays known. @param names those that the version declares */
export async function generateSecrets(run: Run, app: Whose, names: readonly string[], progress: Progress): Promise<void> {
  if (names.length === 0) return;
  const generated = await run.abra().app.secret.generate(app.domain, { all: true }, progress);
  for (const [name, value] of Object.entries(generated)) run.secrets.register(value, `${app.recipe} secret ${name}`);
  const all = { ...Object.fromEntries(await secretsOf(run, app.domain)), ...generated };
  const file = appSecretsFile(run.folder, app.domain);
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
    wayOut: `Give SECRET_${name.toUpperCase().replaceAll('-', '_')}_VERSION a value in .env.sample, for instance v1.`,
    facts: { secret: name, fullName },
  });
}

export async function secretsOf(run: Pick<Run, 'folder'>, domain: string): Promise<Map<string, string>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(appSecretsFile(run.folder, domain), 'utf8')) as Record<string, string>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}
