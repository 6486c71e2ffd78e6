/** The end of a run: whatever is still deployed is removed, the lease given back, the reaper dismissed. */
import type { Progress } from '../progress.ts';
import { keepLease, removeLease } from './lease.ts';
import { type AppRecord, liveApps } from './ledger-view.ts';
import { runFolderVariable } from './end-processes.ts';
import { detachRun, type Run } from './open.ts';
import { disownRun } from './owned-runs.ts';
import { emptyRunFolder, keepForApps } from './run-folders.ts';
import type { Engine } from '../swarm/engine.ts';
import { readRunFacts, writeRunFacts } from './run-facts.ts';
import type { ForgetRealm } from './undo-realms.ts';
import { undoRun, type UndoableRun } from './undo-run.ts';

/** Providers alone: a realm keeps each run's own things apart. */
const warmable: readonly string[] = ['keycloak', 'authentik'];

export interface EndReport {
  /** Domains removed by this end. */
  readonly removed: readonly string[];
  /** Domains left up on purpose. */
  readonly kept: readonly string[];
  /** Everything that could not be removed, each by its name; the reaper goes on trying. */
  readonly leftovers: readonly string[];
}

/** Ends the run. What could not be removed stands in the report, and is the reaper's from here on. */
export async function endRun(run: Run, progress: Progress, forgetRealm: ForgetRealm): Promise<EndReport> {
  const engine = await run.engine();
  const owned = disownRun(run.folder);
  const reaper = owned?.reaper;
  const stays = (app: AppRecord): boolean => run.settings.warm && app.chain === 'dependency' && app.state === 'healthy' && warmable.includes(app.recipe);
  try {
    const live = liveApps(run.ledger.view());
    if (run.settings.keep && live.length > 0) {
      for (const app of live) {
        progress.note(`kept: https://${app.domain} (${app.recipe}, ${app.state}). Run again on it: HARNESS_RUN=${run.id} npx playwright test --project=${app.recipe}`);
      }
      progress.note('`npm run apps` lists and removes kept apps.');
      await reaper?.dismiss();
      return { removed: [], kept: live.map(app => app.domain), leftovers: [] };
    }
    const { removed, leftovers } = await progress.step('remove what is still deployed', () => undoRun(asUndoable(run), engine, line => progress.note(line), { forgetRealm, stays }));
    const warm = liveApps(run.ledger.view()).filter(stays);
    if (leftovers.length > 0) {
      for (const thing of leftovers) progress.note(`left: ${thing}`);
      reaper?.abandon();
    } else if (warm.length > 0) {
      await keepWarm(run, engine, warm, progress);
      await reaper?.dismiss();
      await keepForApps(run.folder, warm.map(app => app.domain));
    } else {
      await removeLease(engine, run.id);
      await reaper?.dismiss();
      // Emptied first: that makes room for the last record where the disk is full.
      await emptyRunFolder(run.folder, 'kept');
      run.ledger.append({ kind: 'ended', by: 'runner' });
    }
    return { removed, kept: warm.map(app => app.domain), leftovers };
  } catch (error) {
    reaper?.abandon();
    throw error;
  } finally {
    run.ledger.close();
    engine.close();
    detachRun(run.folder);
    if (process.env[runFolderVariable] === run.folder) delete process.env[runFolderVariable];
    await owned?.lock.release();
  }
}

/** The run stays as the owner of what others will depend on, with a lease that does not expire. */
async function keepWarm(run: Run, engine: Engine, warm: readonly AppRecord[], progress: Progress): Promise<void> {
  const facts = readRunFacts(run.folder);
  await writeRunFacts(run.folder, { ...facts, settings: { ...facts.settings, keep: true } });
  await keepLease(engine, run.id);
  for (const app of warm) progress.note(`kept warm: https://${app.domain} (${app.recipe}), for later runs with HARNESS_WARM=1; \`npm run apps -- rm ${app.domain}\` ends it.`);
}

export function asUndoable(run: Run): UndoableRun {
  const { id, folder, target, ledger, settings: { stateFolder } } = run;
  return { id, folder, stateFolder, target, ledger };
}
