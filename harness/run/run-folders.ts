/** The run folders of this user on this machine, of runs under way, ended, kept and dead alike. */
import { readdir } from 'node:fs/promises';
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

function factsOf(folder: string): RunFacts | undefined {
  try {
    return readRunFacts(folder);
  } catch {
    return undefined;
  }
}
