/** The run folders of this user on this machine, of runs under way, ended, kept and dead alike. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunId } from './naming.ts';
import { readRunFacts, type RunFacts, runFolder } from './run-facts.ts';

/** Every run folder of this user, with its facts where they are whole. */
export async function runFolders(stateFolder: string): Promise<{ id: string; folder: string; facts: RunFacts | undefined }[]> {
  const names = await readdir(join(stateFolder, 'runs')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter(isRunId).sort().map(id => {
    const folder = runFolder(stateFolder, id);
    return { id, folder, facts: factsOf(folder) };
  });
}

/**
 * Removes what a run's folder holds beside its logs: checkouts, .env files, secrets, credentials, mails.
 * @param masks whether the values to be masked stay, for a report that is still being written
 */
export async function emptyRunFolder(folder: string, masks: 'kept' | 'gone'): Promise<void> {
  const names = ['abra', 'dependencies', 'grants', 'secrets', 'set-up', 'mail', 'sabotage', ...await browserHomes(folder), ...(masks === 'gone' ? ['secrets.jsonl'] : [])];
  await Promise.all(names.map(name => rm(join(folder, name), { recursive: true, force: true })));
}

/** Removes what a run's folder holds of its tests, once they are over: what stays is for these apps, which later runs use. */
export async function keepForApps(folder: string, domains: readonly string[]): Promise<void> {
  const kept = new Set(domains.map(domain => `${domain}.json`));
  const others = await Promise.all(['grants', 'secrets'].map(async name =>
    (await readdir(join(folder, name)).catch(() => [])).filter(file => !kept.has(file)).map(file => join(name, file))));
  const ofTests = ['abra', 'set-up', 'mail', ...await browserHomes(folder), ...others.flat()];
  await Promise.all(ofTests.map(name => rm(join(folder, name), { recursive: true, force: true })));
}

/** A browser's home may hold what pages and people typed. */
async function browserHomes(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter(name => name.startsWith('browser-home-'));
}

function factsOf(folder: string): RunFacts | undefined {
  try {
    return readRunFacts(folder);
  } catch {
    return undefined;
  }
}
