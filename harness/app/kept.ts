/** Apps left up on purpose, by HARNESS_KEEP=1 or HARNESS_WARM=1: listed and removed later, by hand. */
import type { Progress } from '../progress.ts';
import { forgetRealm } from '../deps/forget-realm.ts';
import { HarnessError } from '../errors.ts';
import { endProcesses } from '../run/end-processes.ts';
import { findLease, removeLease } from '../run/lease.ts';
import { liveApps } from '../run/ledger-view.ts';
import { isHeld, runLock } from '../run/lock.ts';
import { ledgerOf, type RunFacts } from '../run/run-facts.ts';
import { emptyRunFolder, runFolders } from '../run/run-folders.ts';
import { undoRealms } from '../run/undo-realms.ts';
import { undoOne } from '../run/undo-run.ts';
import { Engine } from '../swarm/engine.ts';
import { isUnreachable } from '../swarm/errors.ts';
import { requireUnused } from './in-use.ts';

export interface KeptApp {
  readonly run: string;
  readonly recipe: string;
  readonly domain: string;
  readonly url: string;
  /** ISO time of its install. */
  readonly since: string;
  /** As the run left it: `healthy`, `unfit`, `failed` or `half-made`. */
  readonly state: string;
  /** The setting that left it up. */
  readonly by: 'HARNESS_KEEP' | 'HARNESS_WARM';
}

/** Every kept app of this user on this machine; those of runs that are under way are not among them. */
export async function listKeptApps(stateFolder: string): Promise<KeptApp[]> {
  return (await keptRuns(stateFolder)).flatMap(({ id, folder, facts }) => liveApps(ledgerOf(folder).view()).map(app => ({
    run: id, recipe: app.recipe, domain: app.domain, url: `https://${app.domain}`, since: app.since, state: app.state,
    by: facts.settings.warm && app.chain === 'dependency' ? 'HARNESS_WARM' : 'HARNESS_KEEP',
  })));
}

/**
 * Removes one kept app, by its domain; with its last app the run is over.
 *
 * @throws HarnessError `ERR_APP_IN_USE` where others' runs use it
 */
export async function removeKeptApp(stateFolder: string, domain: string, progress: Progress): Promise<void> {
  const run = (await keptRuns(stateFolder)).find(({ folder }) => liveApps(ledgerOf(folder).view()).some(app => app.domain === domain));
  if (!run) throw unknownApp(domain, await listKeptApps(stateFolder));
  const { id, folder, facts: { target } } = run;
  const ledger = ledgerOf(folder);
  const engine = await Engine.connect(target.docker).catch((cause: unknown) => { throw isUnreachable(cause) ? outOfReach(domain, run.facts, cause) : cause; });
  try {
    await requireUnused(engine, stateFolder, { domain, run: id });
    await endProcesses({ folder, recorded: ledger.view().processes }, line => progress.note(line));
    if (liveApps(ledger.view()).length === 1) {
      // First: the provider that has them may be this very app.
      const realms = await undoRealms({ id, stateFolder, ledger }, engine, forgetRealm, line => progress.note(line));
      if (realms.length > 0) throw notRemoved(domain, realms);
    }
    const left = await undoOne({ id, folder, stateFolder, target, ledger }, engine, { domain }, line => progress.note(line));
    if (left.length > 0) throw notRemoved(domain, left);
    if (liveApps(ledger.view()).length > 0) return;
    if (await findLease(engine, id)) await removeLease(engine, id);
    ledger.append({ kind: 'ended', by: 'runner' });
    await emptyRunFolder(folder, 'gone');
  } finally {
    ledger.close();
    engine.close();
  }
}

async function keptRuns(stateFolder: string): Promise<{ id: string; folder: string; facts: RunFacts }[]> {
  const kept: { id: string; folder: string; facts: RunFacts }[] = [];
  for (const { id, folder, facts } of await runFolders(stateFolder)) {
    if (facts?.settings.keep && !await isHeld(runLock(stateFolder, id, 'runner'))) kept.push({ id, folder, facts });
  }
  return kept;
}

function unknownApp(domain: string, known: readonly KeptApp[]): HarnessError {
  return new HarnessError({
    code: 'ERR_NO_KEPT_APP', fault: 'user',
    message: `There is no kept app ${domain}.`,
    wayOut: known.length > 0 ? `Kept are: ${known.map(app => app.domain).join(', ')}.` : 'None is kept. HARNESS_KEEP=1 keeps the apps of a run, HARNESS_WARM=1 the provider that they log in through.',
  });
}

/** A lab's apps end with it, and its next start brings none of them back: then there is nothing left but to say so. */
function outOfReach(domain: string, { settings, target }: RunFacts, cause: unknown): HarnessError {
  const inLab = settings.target === undefined;
  return new HarnessError({
    code: 'ERR_KEPT_OUT_OF_REACH', fault: 'environment',
    message: inLab ? `${domain} was kept in the lab, and the lab is not up.` : `${domain} was kept at ${target.docker}, and that engine does not answer.`,
    wayOut: inLab ? 'Run `npm run lab:up`, then this again. An app that went with its lab is only taken off the list.'
      : cause instanceof HarnessError ? cause.wayOut : 'Start the engine.',
    cause,
  });
}

function notRemoved(domain: string, left: readonly string[]): HarnessError {
  return new HarnessError({
    code: 'ERR_LEFTOVERS', fault: 'environment',
    message: `Not all of ${domain} could be removed: ${left.join(', ')}.`,
    wayOut: 'Look at what holds it, then run this again.',
  });
}
