/** Tries every belief of facts.ts against the abra at hand, and prints which held: `npm run abra:facts`. */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { HarnessError, exitCodes } from '../errors.ts';
import { silent, type Progress } from '../progress.ts';
import { Compose } from '../recipe/compose.ts';
import { forgetSnapshots } from '../run/forget-snapshots.ts';
import { bringUpLab } from '../run/lab.ts';
import { loadSettings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { Engine } from '../swarm/engine.ts';
import { purgeStack } from '../swarm/purge.ts';
import { tryBackup } from './trials/backup.ts';
import { tryClean, tryRunning, trySecretsAndChaos } from './trials/deploy.ts';
import { tryEnd } from './trials/end.ts';
import { Findings, type Finding } from './trials/findings.ts';
import { tryFlags, tryRecipe, tryRefusals } from './trials/local.ts';
import { tryNew } from './trials/new.ts';
import { Stage } from './trials/stage.ts';

export interface CheckOptions {
  target: Target;
  /** A recipe of the target's catalogue with a service `app`, a shell in it, one volume, backup labels and a release tag. */
  recipe?: string;
  /** Told of each finding when it is made. */
  onFinding?: (finding: Finding) => void;
  progress?: Progress;
  /** Ends the trials; the scratch app is removed all the same. */
  signal?: AbortSignal;
}

/**
 * Tries what is believed of abra and the backup bot: in a scratch ABRA_DIR, and with one scratch app on the target, which
 * is gone afterwards with everything that it had.
 */
export async function checkFacts({ target, recipe = 'custom-html', onFinding = () => undefined, progress = silent, signal }: CheckOptions): Promise<Finding[]> {
  const findings = new Findings(onFinding);
  const engine = await Engine.connect(target.docker);
  const stage = await Stage.open(target, recipe, findings, progress, signal);
  let stopped: string | undefined;
  try {
    await tryFlags(stage);
    await tryRefusals(stage);
    await tryRecipe(stage);
    const head = await stage.headOf();
    await bringImages(stage, engine);
    await tryNew(stage, head);
    await trySecretsAndChaos(stage, engine, head);
    await tryRunning(stage, engine);
    await tryBackup(stage, engine);
    await tryClean(stage, engine, head);
    await tryEnd(stage, engine);
  } catch (error) {
    stopped = error instanceof HarnessError ? error.shortMessage : (error as Error).message;
  } finally {
    const { domain, stack } = stage;
    await purgeStack(engine, stack, { volumes: true, secrets: true, configs: true }, silent);
    await forgetSnapshots(engine, { domain, stack, snapshots: [] }, line => { progress.note(line); });
    engine.close();
    await stage.close();
  }
  return findings.all(stopped === undefined ? 'cannot be provoked here' : `not reached, since a trial ended with: ${stopped}`);
}

async function bringImages(stage: Stage, engine: Engine): Promise<void> {
  const { pull_command } = stage.target;
  const images = Compose.read(stage.clone, ['compose.yml'], { get: () => undefined }).images();
  const missing = (await Promise.all(images.map(async image => await engine.hasImage(image) ? [] : [image]))).flat();
  if (missing.length === 0) return;
  if (pull_command) await execa(pull_command[0] ?? '', [...pull_command.slice(1), ...missing], { stdin: 'ignore' });
  else for (const image of missing) await engine.pull(image);
}

const marks = { held: 'held   ', broken: 'BROKEN ', untried: 'untried' } as const;

function told({ id, belief, result, seen }: Finding): string {
  return `${marks[result]}  ${id.padEnd(32)} ${belief.sureness.padEnd(12)} ${belief.says}${result === 'held' ? '' : `\n${' '.repeat(9)}${result === 'broken' ? 'seen: ' : ''}${seen}`}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { recipe: { type: 'string' }, verbose: { type: 'boolean', default: false } } });
  const settings = loadSettings(process.cwd());
  const notes: Progress = { ...silent, note: line => { if (values.verbose) process.stderr.write(`  ${line}\n`); } };
  const target = settings.target ?? await bringUpLab(settings, notes);
  process.stdout.write(`abra: ${target.abra}, server ${target.server}\n`);
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => { interrupted.abort(); });
  const found = await checkFacts({
    target, progress: notes, signal: interrupted.signal, ...(values.recipe === undefined ? {} : { recipe: values.recipe }),
    onFinding: finding => { if (finding.result !== 'untried') process.stdout.write(`${told(finding)}\n`); },
  });
  const untried = found.filter(({ result }) => result === 'untried');
  for (const finding of untried) process.stdout.write(`${told(finding)}\n`);
  const broken = found.filter(({ result }) => result === 'broken');
  process.stdout.write(`${found.length - broken.length - untried.length} held, ${broken.length} broken, ${untried.length} untried\n`);
  process.exitCode = interrupted.signal.aborted ? 130 : broken.length > 0 || untried.some(({ seen }) => seen.startsWith('not reached')) ? exitCodes.environment : 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof HarnessError ? error.message : (error as Error).stack ?? String(error)}\n`);
    process.exitCode = error instanceof HarnessError ? exitCodes[error.fault] : exitCodes.harness;
  });
}
