/** What a run's folder says of the run: written whole by the runner, read by workers, reaper and janitor. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { Ledger } from './ledger.ts';

export interface RunFacts {
  readonly id: string;
  readonly settings: Settings;
  readonly target: Target;
  /** ISO time. */
  readonly createdAt: string;
}

export function runFolder(stateFolder: string, id: string): string {
  return join(stateFolder, 'runs', id);
}

/** Where in its folder a run has its ABRA_DIR. */
export function abraDirOf(folder: string): string {
  return join(folder, 'abra');
}

/** Where the run's dependencies have theirs: one may be under test in the same run, at another version. */
export function dependenciesAbraDirOf(folder: string): string {
  return join(folder, 'dependencies');
}

/** What the apps that an app depends on have given it: clients, users, addresses. */
export function grantsFile(folder: string, domain: string): string {
  return join(folder, 'grants', `${domain}.json`);
}

/** Where the values of an app's secrets are kept for later workers. */
export function appSecretsFile(folder: string, domain: string): string {
  return join(folder, 'secrets', `${domain}.json`);
}

/** Where the mails lie that the run's apps have sent. */
export function mailFolder(folder: string): string {
  return join(folder, 'mail');
}

export function ledgerOf(folder: string): Ledger {
  return new Ledger(join(folder, 'ledger.jsonl'));
}

export function readRunFacts(folder: string): RunFacts {
  try {
    return JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunFacts;
  } catch (cause) {
    throw new HarnessError({
      code: 'ERR_RUN_UNKNOWN', fault: 'user',
      message: `${folder} is not the folder of a run.`,
      wayOut: '`npm run apps` lists the runs that have kept apps.',
      cause,
    });
  }
}

/** Whole or not at all: the reaper reads it whatever happens to the runner. */
export async function writeRunFacts(folder: string, facts: RunFacts): Promise<void> {
  const draft = join(folder, `run.json.${randomBytes(4).toString('hex')}`);
  await writeFile(draft, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, join(folder, 'run.json'));
}
