/** Ends what a run has left running: children that act for it at once, its workers once they had time to go by themselves. */
import { type ProcessIdentity, isAlive, killProcess, processesWithEnv, selfIdentity, startTimeOf, waitUntilGone } from './process.ts';
import { readFileSync } from 'node:fs';

/** The variable by which workers find their run, and by which they are found. */
export const runFolderVariable = 'HARNESS_RUN_FOLDER';

/** Playwright's workers leave within milliseconds of their runner; a browser needs a moment longer. */
const graceMs = 2_000;

export interface ProcessesOfRun {
  folder: string;
  abraDir: string;
  /** As the ledger has them. */
  recorded: readonly (ProcessIdentity & { what: string })[];
}

/**
 * First abra and its children, which would go on deploying; then whatever else runs with this run's folder in its
 * environment. Found by exact folder: a child that was started an instant before its record is found as well.
 */
export async function endProcesses(run: ProcessesOfRun, log: (line: string) => void): Promise<void> {
  const spared = new Set(ownLine());
  const others = (found: readonly ProcessIdentity[]) => found.filter(process => !spared.has(process.pid) && isAlive(process));
  const acting = others([...run.recorded, ...processesWithEnv('ABRA_DIR', run.abraDir)]);
  if (acting.length > 0) log(`ending ${acting.map(process => process.pid).join(', ')}, which act for the run`);
  await Promise.all(acting.map(killProcess));
  const attached = others(processesWithEnv(runFolderVariable, run.folder));
  if (await waitUntilGone(attached, graceMs)) return;
  const staying = others(attached);
  log(`ending ${staying.map(process => process.pid).join(', ')}, still there ${graceMs / 1_000} s after the run's end`);
  await Promise.all(staying.map(killProcess));
}

/** This process and its ancestors: never ended from here. */
function ownLine(): number[] {
  const line: number[] = [];
  for (let pid = selfIdentity().pid; pid > 1 && startTimeOf(pid) !== undefined;) {
    line.push(pid);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  return line;
}
