/** Given a run whose provider dies, when a login fails, then the verdict names the provider and the environment, not the app. */
import { stackName } from '../../harness/run/naming.ts';
import { expect, test } from './dependents.ts';

test('a Keycloak that is killed in the middle of a run is named', async ({ dependents }) => {
  const run = dependents.start(['--project=whoami-oidc', '--grep', '@install|@browser|@teardown']);
  const id = await run.runId();
  await run.until(/✓ .*installs from nothing/);
  const stack = stackName(dependents.domains(id).provider);
  const { id: container } = await dependents.engine.runningContainer(stack, 'app');
  await dependents.engine.docker.getContainer(container).kill();
  const exitCode = await run.exited;

  expect(exitCode, run.output).toBe(3);
  expect(run.output).toContain('[ERR_DEPENDENCY_DOWN]');
  const { verdict, fault, verdicts, tests } = dependents.results('whoami-oidc');
  expect({ verdict, fault }).toEqual({ verdict: 'red', fault: 'environment' });
  const failed = tests.filter(({ status }) => status === 'failed');
  expect(failed.length, run.output).toBeGreaterThan(0);
  expect(failed.map(({ problem }) => [problem?.code, problem?.fault]), 'nothing is laid at the door of the app').toEqual(failed.map(() => ['ERR_DEPENDENCY_DOWN', 'environment']));
  expect(verdicts.find(({ code }) => code === 'ERR_DEPENDENCY_DOWN')?.message).toMatch(/^keycloak \(keyc-[0-9a-f]{6}\.\S+\), which whoami-oidc depends on, does not run: service app has 0 of 1 tasks: its task ended with status 137/);
  expect(await dependents.traces(id), run.output).toEqual([]);
});
