/** Given a run whose provider dies, when a login fails, then the verdict names the provider and the environment, not the app. */
import { stackName } from '../../harness/run/naming.ts';
import { expect, test } from './dependents.ts';

test('a Keycloak that is killed in the middle of a run is named', async ({ dependents }) => {
  const run = dependents.start(['--project=whoami-oidc', '--grep', '@install|@browser|@teardown']);
  const id = await run.runId();
  await run.until(/✓ .*installs from nothing/);
  const stack = stackName(dependents.domains(id).provider);
  const [service] = (await dependents.engine.services(stack)).filter(({ name }) => name === 'app');
  await dependents.engine.docker.getService(service?.id ?? '').remove();
  const exitCode = await run.exited;

  expect(exitCode, run.output).toBe(3);
  expect(run.output).toContain('[ERR_DEPENDENCY_DOWN]');
  const { verdict, fault, verdicts } = dependents.results('whoami-oidc');
  expect({ verdict, fault }).toEqual({ verdict: 'red', fault: 'environment' });
  expect(verdicts.map(({ code }) => code)).toContain('ERR_DEPENDENCY_DOWN');
  expect(verdicts.find(({ code }) => code === 'ERR_DEPENDENCY_DOWN')?.message).toMatch(/^keycloak \(keyc-[0-9a-f]{6}\.\S+\), which whoami-oidc depends on, /);
  expect(await dependents.traces(id), run.output).toEqual([]);
});
