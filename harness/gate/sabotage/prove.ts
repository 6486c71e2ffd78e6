/** Proves the tests of a recipe: its app is broken on purpose, one break at a time, and each test that this concerns must turn red. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forgetRealm } from '../../deps/forget-realm.ts';
import { withDependencies } from '../../deps/graph.ts';
import { HarnessError } from '../../errors.ts';
import { checkFiles, checkRoom, checkTarget } from '../../fixtures/preflight.ts';
import { type Catcher, catchMail } from '../../mail/catcher.ts';
import { packageRoot } from '../../package.ts';
import type { Progress } from '../../progress.ts';
import { bringUpLab } from '../../run/lab.ts';
import { endRun, startRun, type Run } from '../../run/run.ts';
import { emptyRunFolder } from '../../run/run-folders.ts';
import { readUnderTest } from '../../run/under-test.ts';
import { loadRecipe, loadSettings, type Settings } from '../../settings/settings.ts';
import type { Target } from '../../settings/target.ts';
import { planOf } from './breaks.ts';
import { placeOf } from './matrix.ts';
import { hashOf, writeProof } from './proof.ts';
import type { Proof } from './proof-schema.ts';
import { underSabotage } from './under-sabotage.ts';

export interface ProveInit {
  readonly root: string;
  readonly recipe: string;
  /** The server of harness.toml may be used, although others may use it too. */
  readonly onServerInUse: boolean;
  /** Names of breaks; all where there is none. */
  readonly only: readonly string[];
  readonly progress: Progress;
  /** True once the user wants no more of it. */
  readonly interrupted: () => boolean;
}

/** @returns undefined when it was interrupted: half a matrix proves nothing. The file is written only where no break was left out. */
export async function prove({ root, recipe: name, onServerInUse, only, progress, interrupted }: ProveInit): Promise<{ proof: Proof; file: string | undefined } | undefined> {
  const begun = performance.now();
  const settings: Settings = { ...loadSettings(root), keep: false, warm: false, adopt: undefined };
  const recipe = loadRecipe(settings, name);
  const plan = planOf(only);
  if (settings.target && !onServerInUse) throw notTheLab(settings.target, settings.file);
  await checkFiles(settings, [recipe]);
  const target = settings.target ?? await bringUpLab(settings, progress);
  const run = await startRun({ ...settings, target }, progress);
  const told = masked(progress, text => run.secrets.mask(text));
  let catcher: Catcher | undefined;
  try {
    catcher = await catchMail(run, withDependencies(settings, [recipe]));
    await checkRoom(run, [recipe], 1);
    await checkTarget(run, [recipe], told);
    const found = await underSabotage({ run, recipe, plan, progress: told, interrupted });
    if (found === undefined || interrupted()) return undefined;
    const { baseline, breaks, cells } = found;
    const subjects = new Set(cells.map(({ test }) => test));
    const proof: Proof = {
      schema: 1, recipe: name, date: new Date().toISOString(), seconds: Math.round((performance.now() - begun) / 1_000),
      underTest: underTest(run, name), harness: await harnessOf(root), overlay: hashOf(recipe.overlay),
      killed: cells.filter(({ word }) => word === 'red').length, total: cells.length,
      breaks, matrix: cells,
      notItsSubject: baseline.map(placeOf).filter(test => !subjects.has(test)),
    };
    return { proof, file: only.length === 0 ? writeProof(root, proof) : undefined };
  } finally {
    const { leftovers } = await endRun(run, told, forgetRealm);
    await catcher?.close();
    await emptyRunFolder(run.folder, 'gone');
    if (leftovers.length > 0) throw leftBehind(run.id, leftovers);
  }
}

function masked(progress: Progress, mask: (text: string) => string): Progress {
  return { ...progress, step: (title, body) => progress.step(mask(title), body), note: line => progress.note(mask(line)) };
}

function underTest(run: Run, recipe: string): Proof['underTest'] {
  const { ref = '', commit = '', version = null } = readUnderTest(run.folder).get(recipe) ?? {};
  return { ref, commit, version };
}

async function harnessOf(root: string): Promise<Proof['harness']> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const commit = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: root }).then(({ stdout }) => stdout.trim(), () => null);
  return { version, commit };
}

function notTheLab({ server }: Target, file = 'harness.toml'): HarnessError {
  return new HarnessError({
    code: 'ERR_PROVE_SERVER', fault: 'user',
    message: `${file} names a server, ${server}, and prove breaks things on purpose: it loses volumes, rolls services back and writes empty snapshots into the server's backups, of its own app alone, but on what others use too.`,
    wayOut: 'Run it in the lab, from a project without [target]; or say --on-server-in-use if this server is there to be broken.',
  });
}

function leftBehind(run: string, leftovers: readonly string[]): HarnessError {
  return new HarnessError({
    code: 'ERR_LEFTOVERS', fault: 'harness', message: `Run ${run} could not remove ${leftovers.join(', ')}.`,
    wayOut: 'Its reaper goes on trying; what is there after some minutes, remove by hand with docker.', facts: { run, leftovers },
  });
}
