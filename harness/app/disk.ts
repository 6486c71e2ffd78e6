/** How much of the node's disk an app takes, looked at before it is removed. */
import { HarnessError } from '../errors.ts';
import { noteLearned } from '../run/learned.ts';
import type { AppRecord } from '../run/ledger-view.ts';
import type { Run } from '../run/run.ts';
import { diskOf } from '../swarm/disk.ts';
import type { Engine, ServiceView } from '../swarm/engine.ts';
import type { Progress } from '../progress.ts';

/** The engine walks through all volumes of its node; a removal does not wait for more than this. */
const longestMs = 5_000;

/** Begins the look, and notes it for the results. Resolves in any case; what comes to nothing is told and keeps nothing from being removed. */
export async function noteDisk(run: Pick<Run, 'folder'>, engine: Engine, app: Pick<AppRecord, 'recipe' | 'chain'>, services: readonly ServiceView[], progress: Progress): Promise<void> {
  if (app.chain === 'dependency') return;
  try {
    const found = await diskOf(engine, services, AbortSignal.timeout(longestMs));
    if (Object.keys(found).length > 0) noteLearned(run.folder, { kind: 'disk', recipe: app.recipe, services: found }, line => progress.note(line));
  } catch (error) {
    progress.note(`its disk was not looked at: ${error instanceof HarnessError ? error.shortMessage : String(error)}`);
  }
}
