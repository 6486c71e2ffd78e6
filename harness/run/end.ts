/** The end of a run: whatever is still deployed is removed, the lease given back, the reaper dismissed. */
import type { Progress } from '../progress.ts';
import { removeLease } from './lease.ts';
import { liveApps } from './ledger-view.ts';
import { runFolderVariable } from './end-processes.ts';
import { detachRun, type Run } from './open.ts';
import { disownRun } from './owned-runs.ts';
import { emptyRunFolder } from './run-folders.ts';
import { undoRun, type UndoableRun } from './undo-run.ts';

export interface EndReport {
  /** Domains removed by this end. */
  readonly removed: readonly string[];
  /** Domains left up on purpose. */
  readonly kept: readonly string[];
  /** Everything that could not be removed, each by its name; the reaper goes on trying. */
  readonly leftovers: readonly string[];
}

/** Ends the run. What could not be removed stands in the report, and is the reaper's from here on. */
export async function endRun(run: Run, progress: Progress): Promise<EndReport> {
  const engine = await run.engine();
  const owned = disownRun(run.folder);
  const reaper = owned?.reaper;
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
    const { removed, leftovers } = await progress.step('remove what is still deployed', () => undoRun(asUndoable(run), engine, line => progress.note(line)));
    if (leftovers.length > 0) {
      for (const thing of leftovers) progress.note(`left: ${thing}`);
      reaper?.abandon();
    } else {
      await removeLease(engine, run.id);
      await reaper?.dismiss();
      // Emptied first: that makes room for the last record where the disk is full.
      await emptyRunFolder(run.folder, 'kept');
      run.ledger.append({ kind: 'ended', by: 'runner' });
    }
    return { removed, kept: [], leftovers };
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

export function asUndoable(run: Run): UndoableRun {
  const { id, folder, target, ledger, settings: { stateFolder } } = run;
  return { id, folder, stateFolder, target, ledger };
}
