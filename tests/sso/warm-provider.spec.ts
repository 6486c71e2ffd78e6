/** Given a provider that a run has left up, when later runs use it, then each has a realm of its own, and none outlives its run, however that ends. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../../harness/run/run-facts.ts';
import { lapse } from '../lab/life/lapse.ts';
import { reapersOf } from '../lab/life/stage.ts';
import { expect, installsOf, isUp, test, warm } from './dependents.ts';

test('a run leaves its provider up, and takes its app and its realm along', async ({ warmed: { dependents, owner } }) => {
  const { app, provider } = dependents.domains(owner);

  expect([isUp(dependents.stateFolder, owner, app), isUp(dependents.stateFolder, owner, provider)]).toEqual([false, true]);
  expect(await dependents.realms(owner)).toEqual([]);
  const folder = runFolder(dependents.stateFolder, owner);
  expect(readdirSync(folder), 'nor any file of its tests').not.toContain('abra');
  expect(readdirSync(join(folder, 'secrets'))).toEqual([`${provider}.json`]);
});

test('the next run deploys no provider, and its realm goes with it', async ({ warmed: { dependents, owner } }) => {
  const next = dependents.start(['--project=whoami-oidc', '--grep', '@install|@functional|@teardown'], warm);
  expect(await next.exited, next.output).toBe(0);
  const id = await next.runId();

  expect(installsOf(dependents.stateFolder, id, 'keycloak'), 'nothing is deployed that is there').toBe(0);
  expect(await dependents.realms(owner)).toEqual([]);
  expect(await dependents.traces(id)).toEqual([]);
});

test('a run that is killed while its realm is made leaves none', async ({ warmed: { dependents, owner } }) => {
  const killed = dependents.start(['--project=whoami-oidc', '--grep', '@install'], warm);
  const id = await killed.runId();
  const realm = dependents.realmOf(id, 'app');
  // Its ledger names the realm before anything of it is made.
  await expect.poll(() => dependents.made(id, realm), { intervals: [20], timeout: 60_000 }).toBe(true);
  killed.strike('SIGKILL', 'group');

  await expect.poll(() => dependents.traces(id), { timeout: 15_000, intervals: [200] }).toEqual([]);
  expect(await dependents.realms(owner), killed.output).toEqual([]);
});

test('a run that is killed with its reaper leaves its realm to the next run, which lets a live run\'s be', async ({ warmed: { dependents, owner } }) => {
  const [killed, live] = [dependents.start(['--project=whoami-oidc', '--grep', '@install'], warm), dependents.start(['--project=whoami-twin', '--grep', '@install|@teardown', '--output=test-results-live'], warm)];
  const [dead, alive] = await Promise.all([killed.runId(), live.runId()]);
  const [lost, held] = [dependents.realmOf(dead, 'app'), dependents.realmOf(alive, 'twin')];
  await Promise.all([
    // Held where a person's run might stand for an hour; its reaper goes on renewing its lease.
    live.until(/✓ .*installs from nothing/).then(() => live.strike('SIGSTOP', 'group')),
    expect.poll(() => dependents.realms(owner), { message: 'the realm that will be left', intervals: [50], timeout: 60_000 }).toContain(lost).then(() => {
      for (const { pid } of reapersOf(runFolder(dependents.stateFolder, dead))) process.kill(pid, 'SIGKILL');
      killed.strike('SIGKILL', 'group');
    }),
  ]);
  await killed.exited;
  await lapse(dependents.engine, dead);
  expect((await dependents.realms(owner)).sort(), 'nobody has forgotten any').toEqual([lost, held].sort());

  const next = dependents.start(['--project=whoami-oidc', '--grep', '@teardown'], warm);
  expect(await next.exited, next.output).toBe(0);

  expect(next.lines.filter(line => line.includes(`removed what run ${dead}`)), next.output).toHaveLength(1);
  expect(await dependents.realms(owner)).toEqual([held]);
  expect(await dependents.traces(dead)).toEqual([]);
  expect(await dependents.apps('rm', 'keycloak'), 'nor may its owner end the provider now').toMatchObject({ exitCode: 2, output: expect.stringContaining(`in use: run ${alive} of`) });
  live.strike('SIGCONT', 'group');
  expect(await live.exited, live.output).toBe(0);
  expect(await dependents.realms(owner), 'the live run has taken its own along').toEqual([]);
});
