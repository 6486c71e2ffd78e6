/** What an app is given by those that it depends on: kept in the run's folder for every process that deploys or tests it. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Run } from '../run/run.ts';
import { grantsFile } from '../run/run-facts.ts';

/** What values of the recipe file may refer to under `{sso.<key>}`. */
export const ssoKeys = [
  'issuer', 'url', 'domain', 'realm', 'client_id', 'client_secret',
  'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'end_session_endpoint',
] as const;
export type SsoValues = Readonly<Record<(typeof ssoKeys)[number], string>>;

export interface Grants {
  /** Domains of the apps that it depends on, by their recipes. */
  readonly apps: Readonly<Record<string, string>>;
  readonly sso: SsoValues | undefined;
  /** What the overlay's hook `configure` adds. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Undefined where the app depends on nothing, or nothing was granted yet. */
export async function readGrants<G extends Grants = Grants>(run: Pick<Run, 'folder'>, domain: string): Promise<G | undefined> {
  try {
    return JSON.parse(await readFile(grantsFile(run.folder, domain), 'utf8')) as G;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all: a worker may be killed over it. */
export async function writeGrants(run: Pick<Run, 'folder'>, domain: string, grants: Grants): Promise<void> {
  const file = grantsFile(run.folder, domain);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, JSON.stringify(grants), { mode: 0o600 });
  await rename(draft, file);
}
