/** Given a run of the real runner, when something ends it or takes its ground away, then its verdict says so, and nothing of it is left. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processesWithEnv } from '../../../harness/run/process.ts';
import { expect, test as base } from '../life/stage.ts';
import { foreignThings } from './foreign.ts';
import { expectEnvironment, Suite, workspace } from './suite.ts';

/** Whatever happens to a run, other people's things are as they were. */
const test = base.extend<{ unharmed: void }>({
  unharmed: [async ({ stage }, use) => {
    await using foreign = await foreignThings(stage.engine);
    const before = await foreign.look();
    await use();
    expect(await foreign.look(), "other people's things").toEqual(before);
  }, { auto: true }],
});

// Foreign things have fixed names.
test.describe.configure({ lock: 'foreign things' });

const converging = /^\s*app: (preparing|starting|pending)/;

test('Ctrl-C: interrupted, everything removed before the process ends', async ({ stage }) => {
  using project = workspace(stage);
  const suite = new Suite(stage, project, ['--grep', '@install']);
  await suite.until(converging);
  suite.strike('SIGINT', 'group');
  expect(await suite.exited, suite.output).toBe(130);
  expect(suite.output).toContain('remove what is still deployed');
  expect(suite.results).toMatchObject({ exitCode: 130, fault: 'user' });
  expect(suite.output).not.toContain("the harness's fault");
  expect(suite.results.tests.map(each => each.status)).not.toContain('passed');
  expect(await stage.traces(await suite.runId()), suite.output).toEqual([]);
});

test('Ctrl-C twice: the second ends the process at once, and the reaper removes the rest', async ({ stage }) => {
  using project = workspace(stage);
  const suite = new Suite(stage, project, ['--grep', '@install']);
  const id = await suite.runId();
  await suite.until(converging);
  suite.strike('SIGINT', 'group');
  await suite.until(/remove what is still deployed/);
  suite.strike('SIGINT', 'group');
  expect([130, null], suite.output).toContain(await suite.exited);
  await stage.expectNoTraces(id);
});

test('globalTimeout: the environment, told with the way out', async ({ stage }) => {
  using project = workspace(stage);
  const suite = new Suite(stage, project, ['--grep', '@install', '--global-timeout=6000']);
  expect(await suite.exited, suite.output).toBe(3);
  expect(suite.output).toMatch(/The run was longer than its globalTimeout\. \[ERR_GLOBAL_TIMEOUT\]\n\s+Way out: Give it more time/);
  expect(suite.results).toMatchObject({ verdict: 'unverified', fault: 'environment', exitCode: 3 });
  // Playwright gives the end of the run no more time either: its reaper removes the rest.
  await stage.expectNoTraces(await suite.runId());
});

test('a worker that is killed: the environment; the next worker goes on, and the run ends whole', async ({ stage }) => {
  using project = workspace(stage);
  const suite = new Suite(stage, project, ['--grep', '@install|@teardown']);
  const id = await suite.runId();
  await suite.until(converging);
  const workers = processesWithEnv('HARNESS_RUN_FOLDER', join(stage.stateFolder, 'runs', id)).filter(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('workerProcessEntry'));
  expect(workers).toHaveLength(1);
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL');
  await expectEnvironment(stage, suite, { code: 'ERR_WORKER_DIED', message: /was ended from outside \(.*SIGKILL/, wayOut: /want of memory/ });
  expect(suite.results.tests.filter(each => each.status === 'passed').map(each => each.title)).toEqual(
    expect.arrayContaining(['answers its users', 'is removed without a trace']));
});

test('a workspace that is deleted: the run ends, and nothing is left of what it deployed', async ({ stage }) => {
  using project = workspace(stage);
  const suite = new Suite(stage, project, ['--grep', '@install|@upgrade|@teardown']);
  const id = await suite.runId();
  await suite.until(/✓ .*installs from nothing/);
  rmSync(project.root, { recursive: true, force: true });
  expect(await suite.exited, suite.output).not.toBe(0);
  await stage.expectNoTraces(id);
});
