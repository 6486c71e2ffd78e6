/** Given a provider that a run has left up, when later runs use it, then each has a realm of its own, and none outlives its run, however that ends. */
import { expect, installsOf, isUp, test } from './dependents.ts';

const warm = { HARNESS_WARM: '1' };

test('a warm Keycloak serves the next run, whose realm goes with it, also by SIGKILL while it is made', async ({ dependents }) => {
  const first = dependents.start(['--project=whoami-oidc', '--grep', '@install|@teardown'], warm);
  expect(await first.exited, first.output).toBe(0);
  const owner = await first.runId();
  expect(first.output).toContain('kept warm: https://keyc-');
  expect(await dependents.realms(owner), 'the first run has taken its realm along').toEqual([]);
  const { app, provider } = dependents.domains(owner);
  expect([isUp(dependents.stateFolder, owner, app), isUp(dependents.stateFolder, owner, provider)]).toEqual([false, true]);

  const second = dependents.start(['--project=whoami-oidc', '--grep', '@install|@functional|@teardown'], warm);
  expect(await second.exited, second.output).toBe(0);
  const secondId = await second.runId();
  expect(installsOf(dependents.stateFolder, secondId, 'keycloak'), 'nothing is deployed that is there').toBe(0);
  expect(await dependents.realms(owner)).toEqual([]);
  expect(await dependents.traces(secondId)).toEqual([]);

  const killed = dependents.start(['--project=whoami-oidc', '--grep', '@install'], warm);
  const killedId = await killed.runId();
  const realm = dependents.domains(killedId).app.split('.')[0] ?? '';
  // Its ledger names the realm before anything of it is made.
  await expect.poll(() => dependents.made(killedId, realm), { intervals: [20], timeout: 60_000 }).toBe(true);
  killed.strike('SIGKILL', 'group');
  await expect.poll(() => dependents.traces(killedId), { timeout: 15_000, intervals: [200] }).toEqual([]);
  expect(await dependents.realms(owner), killed.output).toEqual([]);

  await dependents.removeKept();
  expect(await dependents.traces(owner)).toEqual([]);
});
