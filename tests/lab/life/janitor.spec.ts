/** The janitor: what an expired lease names goes, on any machine; whatever lives or is foreign stays. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { silent } from '../../../harness/progress.ts';
import { createLease, findLease, leaseStack, removeLease } from '../../../harness/run/lease.ts';
import type { LeasedStack } from '../../../harness/run/lease-labels.ts';
import { leftovers } from '../../../harness/swarm/leftovers.ts';
import { purgeStack } from '../../../harness/swarm/purge.ts';
import { cleanUpAfterDeadRuns } from '../../../harness/reaper/janitor.ts';
import { labTarget } from '../lab.ts';
import { lapse } from './lapse.ts';
import { expect, reapersOf, type Stage, test } from './stage.ts';

const shell = promisify(execFile);

/** A stack of one service, a volume, a config and a secret without labels, as abra would have left it. */
async function deploy(stage: Stage, stack: string): Promise<void> {
  const compose = `version: "3.8"
services:
  app:
    image: lab/base:bookworm
    command: ["sleep", "600"]
    stop_grace_period: 1s
    volumes: ["data:/data"]
    deploy: {endpoint_mode: dnsrr}
volumes: {data: {}}
`;
  const host = stage.engine.endpoint;
  await shell('sh', ['-c', `printf %s "$1" | /usr/bin/docker -H ${host} stack deploy --resolve-image never -c - ${stack}`, 'sh', compose]);
  await shell('sh', ['-c', `printf secret | /usr/bin/docker -H ${host} secret create ${stack}_password_v1 -`]);
  await stage.engine.runningContainer(stack, 'app');
}

const leased = (stack: string): LeasedStack => ({ stack, domain: stack.replaceAll('_', '.'), recipe: 'custom-html', server: 'lab', backedUp: false });

// Every run that begins in this lab cleans up after dead ones, a neighbouring test's too: here the one that is watched must do it.
test.describe.configure({ lock: '-exclusive-' });

const clean = (stage: Stage) => cleanUpAfterDeadRuns(stage.engine, { target: labTarget(), stateFolder: stage.stateFolder, ownRun: 'ffffff' }, () => undefined);

test('an expired lease\'s stacks go; a live one\'s, a kept one\'s and foreign ones stay', async ({ stage }) => {
  const { engine } = stage;
  const [dead, live, kept, foreign] = ['cust-dead00_lab_test', 'cust-11fe00_lab_test', 'cust-cee900_lab_test', 'cust-dead00_lab_test_shop'];
  await createLease(engine, 'dead00', 1, { kept: false });
  await createLease(engine, '11fe00', 1, { kept: false });
  await createLease(engine, 'cee900', 1, { kept: true });
  for (const [run, stack] of [['dead00', dead], ['11fe00', live], ['cee900', kept]] as const) await leaseStack(engine, run, leased(stack));
  for (const stack of [dead, live, kept, foreign]) await deploy(stage, stack);
  const before = await Promise.all([live, kept, foreign].map(stack => leftovers(engine, stack)));
  try {
    expect(await clean(stage)).toEqual([]);
    await lapse(stage.engine, 'dead00');
    expect(await clean(stage)).toEqual([expect.stringContaining(`removed what run dead00`)]);
    expect(await leftovers(engine, dead)).toEqual([]);
    expect(await findLease(engine, 'dead00')).toBeUndefined();
    const after = await Promise.all([live, kept, foreign].map(stack => leftovers(engine, stack)));
    const ids = (found: typeof before) => found.map(things => things.filter(thing => !['task', 'container'].includes(thing.kind)).map(thing => thing.id).sort());
    expect(ids(after)).toEqual(ids(before));
    expect(ids(after).every(things => things.length >= 4)).toBe(true);
    expect((await findLease(engine, '11fe00'))?.stacks).toHaveLength(1);
  } finally {
    for (const stack of [dead, live, kept, foreign]) await purgeStack(engine, stack, { volumes: true, secrets: true, configs: true }, silent);
    for (const run of ['dead00', '11fe00', 'cee900']) await removeLease(engine, run);
  }
});

test('two janitors at once do not mind each other', async ({ stage }) => {
  const stack = 'cust-dead01_lab_test';
  await createLease(stage.engine, 'dead01', 1, { kept: false });
  await leaseStack(stage.engine, 'dead01', leased(stack));
  await deploy(stage, stack);
  await lapse(stage.engine, 'dead01');
  const did = (await Promise.all([clean(stage), clean(stage)])).flat();
  expect(did).toEqual([expect.stringContaining('removed what run dead01')]);
  expect(await leftovers(stage.engine, stack)).toEqual([]);
});

test('a run killed together with its reaper is cleaned by the next run, once its lease has expired', async ({ stage }) => {
  const runner = stage.start(['fresh', 'stay']);
  const id = await runner.runId();
  await runner.until(/^app /);
  for (const { pid } of reapersOf(`${stage.stateFolder}/runs/${id}`)) process.kill(pid, 'SIGKILL');
  runner.strike('SIGKILL', 'group');
  await runner.exited;
  await lapse(stage.engine, id);
  const next = stage.start(['fresh', 'teardown']);
  expect(await next.exited, next.lines.join('\n')).toBe(0);
  expect(next.lines.filter(line => line.includes(`removed what run ${id}`))).toHaveLength(1);
  expect(await stage.traces(id)).toEqual([]);
});

test('a reaper that is killed is replaced while its run lives, and the lease goes on', async ({ stage }) => {
  const runner = stage.start(['fresh', 'stay']);
  const id = await runner.runId();
  const folder = `${stage.stateFolder}/runs/${id}`;
  const [first] = reapersOf(folder);
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => reapersOf(folder).map(reaper => reaper.pid)).not.toContain(first?.pid);
  await expect.poll(() => reapersOf(folder)).toHaveLength(1);
  await runner.until(/^app /);
  runner.strike('SIGKILL', 'runner');
  await stage.expectNoTraces(id, 20_000);
});
