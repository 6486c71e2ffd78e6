/** The reaper's process: `main <run folder>`. Keeps the lease while the runner lives, and undoes what a dead runner has left. */
import { join } from 'node:path';
import { forgetRealm } from '../deps/forget-realm.ts';
import { HarnessError } from '../errors.ts';
import { endProcesses } from '../run/end-processes.ts';
import { createLease, removeLease, renewLease, renewSeconds } from '../run/lease.ts';
import { tryLock, runLock } from '../run/lock.ts';
import { ledgerOf, readRunFacts } from '../run/run-facts.ts';
import { emptyRunFolder } from '../run/run-folders.ts';
import type { ReaperSays } from '../run/reaper-process.ts';
import { undoRun } from '../run/undo-run.ts';
import { Engine } from '../swarm/engine.ts';
import { cleanUpAfterDeadRuns } from './janitor.ts';
import { lifeLine } from './life-line.ts';
import { untilDone } from './until-done.ts';

const folder = process.argv[2] ?? '';
const log = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);
const say = (message: ReaperSays): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

// Whoever ends a terminal, a CI step or a process group means the run. This process is what cleans up after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => log(`${signal} ignored`));
process.stdout.on('error', () => undefined); // the runner has heard enough, or is dead
const runnerEnds = lifeLine(process.stdin);

try {
  await main();
} catch (error) {
  const { code = 'ERR_REAPER', fault = 'harness', wayOut = `Read ${join(folder, 'reaper.log')}.` } = error instanceof HarnessError ? error : {};
  log(error instanceof Error ? error.stack ?? error.message : String(error));
  say({ error: { code, fault, wayOut, message: error instanceof HarnessError ? error.shortMessage : String(error) } });
  process.exit(1); // with what it renews: a lease whose reaper has given up must expire
}

async function main(): Promise<void> {
  const { id, settings: { stateFolder, keep }, target } = readRunFacts(folder);
  const ledger = ledgerOf(folder);
  const runner = ledger.view().runner?.pid ?? process.ppid;
  const engine = await Engine.connect(target.docker);
  const lock = await tryLock(runLock(stateFolder, id, 'reaper'), `reap run ${id}`);
  await createLease(engine, id, runner, { kept: keep });
  say({ ready: true });
  const renewal = setInterval(() => void renew(), renewSeconds * 1_000);
  const cleaned = await cleanUpAfterDeadRuns(engine, { target, stateFolder, ownRun: id }, log).catch((error: unknown) => [`janitor: ${String(error)}`]);
  say({ cleaned });
  log(`ready for run ${id}`);

  const end = await runnerEnds;
  log(end === 'done' ? 'dismissed' : 'the runner is gone without a word');
  if (end === 'gone' && keep) await endProcesses({ folder, recorded: ledger.view().processes }, log);
  else if (end === 'gone') {
    await untilDone(() => undo(), log);
    clearInterval(renewal);
    await removeLease(engine, id);
    await emptyRunFolder(folder, 'gone');
    ledger.append({ kind: 'ended', by: 'reaper' });
    log('nothing is left of the run');
  }
  clearInterval(renewal);
  await lock?.release();
  engine.close();
  process.stdin.destroy();

  async function renew(): Promise<void> {
    try {
      await renewLease(engine, id, runner);
    } catch (error) {
      log(`lease not renewed: ${String(error)}`);
      if (!(error instanceof HarnessError) || error.code !== 'ERR_LEASE_LOST') return;
      clearInterval(renewal);
      ledger.append({ kind: 'lease-lost', why: error.shortMessage });
    }
  }

  /** On a connection of its own: the engine may have been started anew since the last. */
  async function undo(): Promise<readonly string[]> {
    const fresh = await Engine.connect(target.docker);
    try {
      return (await undoRun({ id, folder, stateFolder, target, ledger }, fresh, log, { forgetRealm })).leftovers;
    } finally {
      fresh.close();
    }
  }
}
