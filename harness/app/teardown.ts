/** Removes an app and proves it: undeployed by abra, the rest by exact name, and the server asked what is left. */
import { noteLearned } from '../run/learned.ts';
import { releaseStack } from '../run/lease.ts';
import type { AppRecord } from '../run/ledger-view.ts';
import type { Run } from '../run/run.ts';
import { undoApp } from '../run/undo.ts';
import type { Leftover } from '../swarm/leftovers.ts';
import { PurgeIncompleteError } from '../swarm/purge.ts';
import type { Progress } from '../progress.ts';
import { noteDisk } from './disk.ts';
import { LeftoversError } from './errors.ts';

/** The caller holds the app's lock. Half-made apps are removed as well as whole ones. */
export async function tearDown(run: Run, app: AppRecord, progress: Progress): Promise<void> {
  await progress.step(`remove ${app.recipe}`, async () => {
    const engine = await run.engine();
    run.ledger.append({ kind: 'intent', act: 'teardown', app });
    const services = await engine.services(app.stack);
    if (services.length > 0) {
      // Beside the undeploy, which leaves volumes and images alone.
      const looked = noteDisk(run, engine, app, services, progress);
      // abra may refuse what is half-made. What counts is what the server holds in the end.
      await run.abra().app.undeploy(app.domain, {}, progress).catch((error: unknown) => progress.note(`abra did not undeploy it: ${String(error)}`));
      await looked;
    }
    const left = await progress.step('remove what undeploy leaves, and look', () =>
      undoApp(engine, { ...app, server: run.target.server, folder: run.folder }, line => progress.note(line)))
      .catch((error: unknown) => {
        if (error instanceof PurgeIncompleteError) noteLeft(run, app, error.left, progress);
        throw error;
      });
    if (left.length > 0) {
      noteLeft(run, app, left, progress);
      throw new LeftoversError(app.domain, left);
    }
    if (app.backedUp) run.ledger.append({ kind: 'snapshots-forgotten', domain: app.domain });
    run.ledger.append({ kind: 'gone', domain: app.domain });
    await releaseStack(engine, run.id, app.stack);
  });
}

function noteLeft(run: Run, { recipe, chain }: AppRecord, left: readonly Leftover[], progress: Progress): void {
  if (chain === 'dependency') return;
  noteLearned(run.folder, { kind: 'left', recipe, things: left.map(({ kind, name }) => `${kind} ${name}`) }, line => progress.note(line));
}
