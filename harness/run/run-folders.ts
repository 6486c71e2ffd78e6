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
 * Removes what a run's folder holds beside its logs: checkouts, .env files, secrets, credentials.
 * @param masks whether the values to be masked stay, for a report that is still being written
 */
export async function emptyRunFolder(folder: string, masks: 'kept' | 'gone'): Promise<void> {
  // A browser's home may hold what pages and people typed.
  const browsers = (await readdir(folder).catch(() => [])).filter(name => name.startsWith('browser-home-'));
  const names = ['abra', 'dependencies', 'grants', 'secrets', 'set-up', ...browsers, ...(masks === 'gone' ? ['secrets.jsonl'] : [])];
  await Promise.all(names.map(name => rm(join(folder, name), { recursive: true, force: true })));
}

function factsOf(folder: string): RunFacts | undefined {
  try {
    return readRunFacts(folder);
  } catch {
    return undefined;
  }
}
