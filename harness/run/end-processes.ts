/** Ends what a run has left running: children that act for it at once, its workers once they had time to go by themselves. */
import { abraDirOf, dependenciesAbraDirOf } from './run-facts.ts';
import { isAlive, killProcess, parentOf, processesWithEnv, type ProcessIdentity, waitUntilGone } from './process.ts';

/** The variable by which workers find their run, and by which they are found. */
export const runFolderVariable = 'HARNESS_RUN_FOLDER';

/** Playwright's workers leave within milliseconds of their runner; a browser needs a moment longer. */
const graceMs = 2_000;

export interface ProcessesOfRun {
  folder: string;
  /** As the ledger has them. */
  recorded: readonly (ProcessIdentity & { what: string })[];
}

/**
 * First abra and its children, which would go on deploying; then whatever else runs with this run's folder in its
 * environment. Found by exact folder: a child that was started an instant before its record is found as well.
 * `wereActing`: what they had asked of the engine last may still be on its way.
 */
export async function endProcesses(run: ProcessesOfRun, log: (line: string) => void): Promise<{ wereActing: boolean }> {
  const spared = new Set(ownLine());
  const others = (found: readonly ProcessIdentity[]) =>
    [...new Map(found.map(process => [process.pid, process])).values()].filter(process => !spared.has(process.pid) && isAlive(process));
  const acting = others([...run.recorded, ...[abraDirOf, dependenciesAbraDirOf].flatMap(abraDir => processesWithEnv('ABRA_DIR', abraDir(run.folder)))]);
  if (acting.length > 0) log(`ending ${acting.map(process => process.pid).join(', ')}, which act for the run`);
  await Promise.all(acting.map(killProcess));
  const attached = others(processesWithEnv(runFolderVariable, run.folder));
  const wereActing = acting.length > 0;
  if (await waitUntilGone(attached, graceMs)) return { wereActing };
  const staying = others(attached);
  log(`ending ${staying.map(process => process.pid).join(', ')}, still there ${graceMs / 1_000} s after the run's end`);
  await Promise.all(staying.map(killProcess));
  return { wereActing };
}

/** This process and its ancestors: never ended from here. */
function ownLine(): number[] {
  const line = [process.pid];
  for (let parent = parentOf(process.pid); parent !== undefined && parent > 1; parent = parentOf(parent)) line.push(parent);
  return line;
}
