/** Given two apps that log in through the same provider, when they are tested side by side, then one Keycloak serves both, each in a realm of its own. */
import { expect, installsOf, test } from './dependents.ts';

test('two dependents share one Keycloak, and nothing of any of them is left', async ({ dependents }) => {
  const run = dependents.start(['--project=whoami-oidc', '--project=whoami-twin', '--workers=2', '--grep', '@install|@sso|@teardown']);
  const exitCode = await run.exited;
  const id = await run.runId();

  expect(exitCode, run.output).toBe(0);
  expect(installsOf(dependents.stateFolder, id, 'keycloak')).toBe(1);
  for (const recipe of ['whoami-oidc', 'whoami-twin']) {
    expect(dependents.results(recipe)).toMatchObject({ verdict: 'green', underTest: { dependencies: { keycloak: expect.stringMatching(/^2\.0\.0\+26\./) as unknown } } });
  }
  expect(await dependents.traces(id)).toEqual([]);
});
