/** What happens to a server, in a lab of the test's own: its ingress stops, its disk is full, its engine is started anew in the middle of a run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { claimLease, findLease, leaseSeconds } from '../../../harness/run/lease.ts';
import { Engine } from '../../../harness/swarm/engine.ts';
import { ThrowawayLab } from '../engine/throwaway.ts';
import { expect, reapersOf, Stage, test as base } from '../life/stage.ts';
import { foreignThings } from './foreign.ts';
import { expectEnvironment, Suite, workspace } from './suite.ts';

const test = base.extend<{ stage: Stage }, { own: ThrowawayLab }>({
  own: [async ({}, use) => {
    const own = new ThrowawayLab();
    await own.up('whole');
    await use(own);
    await own.end();
  }, { scope: 'worker', timeout: 120_000 }],

  /** On that lab instead of the one that all tests share. */
  stage: async ({ own }, use, info) => {
    const engine = await Engine.connect(`unix://${own.lab.socket}`);
    const stage = new Stage(info.outputPath('project'), engine, join(own.folder, 'target.toml'));
    await use(stage);
    await stage.close();
    engine.close();
  },
});

test.describe.configure({ mode: 'default', timeout: 240_000 });

const converging = /^\s*app: (preparing|starting|pending)/;

/** As `systemctl restart docker` does; returns when engine and ingress are up again. */
async function restartEngine(own: ThrowawayLab): Promise<void> {
  const daemons = () => readFileSync(join(own.folder, 'dockerd.log'), 'utf8').split('API listen on /run/docker.sock').length;
  const before = daemons();
  process.kill(own.lab.pid, 'SIGUSR1');
  await expect.poll(daemons, { timeout: 60_000, intervals: [100] }).toBeGreaterThan(before);
  await startIngress(own);
}

/** The lab's is a plain container, which can start only once the swarm's networks are on this node; a server's is a service and comes by itself. */
async function startIngress(own: ThrowawayLab): Promise<void> {
  await expect.poll(() => own.docker('start', 'ingress').catch(() => 'not yet'), { timeout: 30_000, intervals: [250] }).toBe('ingress');
}

test('the ingress is down: not the recipe\'s fault', async ({ own, stage }) => {
  using project = workspace(stage);
  await own.docker('stop', '--time', '2', 'ingress');
  try {
    const suite = new Suite(stage, project, ['--grep', 'installs from nothing']);
    await expectEnvironment(stage, suite, { code: 'ERR_NOT_READY', message: /the ingress could not be reached for [\d.]+ s.*last seen: the connection failed/, wayOut: /ingress of the target is up and reachable/ });
  } finally {
    await startIngress(own);
  }
});

test("the engine's disk is full: the environment, in the engine's own words", async ({ own, stage }) => {
  using project = workspace(stage);
  // Room for one folder: its own. Within the lab alone, and gone with it.
  const inLab = (...command: string[]) => execa('nsenter', ['--target', String(own.lab.pid), '--mount', ...command]);
  const volumes = join(own.folder, 'data', 'volumes');
  await inLab('mount', '-t', 'tmpfs', '-o', 'nr_inodes=1', 'tmpfs', volumes);
  try {
    const suite = new Suite(stage, project, ['--grep', 'installs from nothing']);
    await expectEnvironment(stage, suite, { code: 'ERR_TASK_REJECTED', message: /The engine rejects app: .*no space left on device/, wayOut: /Free space on the engine/ });
  } finally {
    await inLab('umount', volumes);
  }
});

for (const { moment, grep, at } of [
  { moment: 'while an app converges', grep: '@install|@teardown', at: converging },
  { moment: 'while a backup runs', grep: '@backup|@teardown', at: /^\s*Backup these paths/ },
]) {
  test(`the engine is started anew ${moment}: the run rides over it, or blames the environment`, async ({ own, stage }) => {
    using project = workspace(stage);
    const suite = new Suite(stage, project, ['--grep', grep]);
    await suite.until(at);
    await restartEngine(own);
    const exitCode = await suite.exited;
    console.log(`${moment}: exit code ${exitCode ?? 'none'}, ${JSON.stringify(suite.results.tests.map(({ title, status, problem }) => [title, status, problem?.code, problem?.fault]))}`);
    expect([0, 3], suite.output).toContain(exitCode);
    expect(suite.results.exitCode).toBe(exitCode);
    await stage.expectNoTraces(await suite.runId());
  });
}

test('a run that is killed with its reaper while the engine is started anew is cleaned by the next run', async ({ own, stage }) => {
  await using foreign = await foreignThings(stage.engine);
  const runner = stage.start(['fresh', 'stay']);
  const id = await runner.runId();
  await runner.until(/^app /);
  for (const { pid } of reapersOf(join(stage.stateFolder, 'runs', id))) process.kill(pid, 'SIGKILL');
  runner.strike('SIGKILL', 'group');
  await runner.exited;
  await restartEngine(own);
  const { engine } = stage;
  const theirs = (await foreign.look()).filter(thing => !/^(task|container) /.test(thing));
  const lease = await findLease(engine, id);
  expect(lease?.stacks, 'the lease outlives the engine').toHaveLength(1);
  // Its sixty seconds are not waited for: the lease is as it would be then.
  const later = { docker: engine.docker, ask: engine.ask.bind(engine), now: () => engine.now() - 2 * leaseSeconds * 1_000 };
  expect(lease && await claimLease(later, lease)).toBe(true);
  const next = stage.start(['fresh', 'teardown']);
  expect(await next.exited, next.output).toBe(0);
  expect(next.lines.filter(line => line.includes(`removed what run ${id}`))).toHaveLength(1);
  expect(await stage.traces(id)).toEqual([]);
  expect((await foreign.look()).filter(thing => !/^(task|container) /.test(thing)), "other people's things").toEqual(theirs);
});
