/** What `npm run abra:facts` does, on the lab's abra: no belief may be broken, and nothing may stay behind. */
import { expect, test } from '@playwright/test';
import { checkFacts } from '../../../harness/abra/check-facts.ts';
import { labEngine, labTarget } from '../lab.ts';

/** Texts of failures that a healthy lab with a sound recipe does not show; the broken recipes of tests/broken meet the last of them. */
const unprovoked = [
  'texts.noBackupBot', 'texts.noEngine', 'texts.noNetwork', 'texts.noSpace', 'texts.noSsh', 'texts.nothingToBackUp', 'texts.privateOrigin',
  'texts.pullLimit', 'texts.repositoryLocked', 'texts.requiredVariable',
];

test('every belief about abra and the backup bot holds, and the scratch app leaves no trace', async () => {
  test.setTimeout(480_000);
  const found = await checkFacts({ target: labTarget() });
  expect(found.filter(({ result }) => result === 'broken')).toEqual([]);
  expect(found.filter(({ result }) => result === 'untried').map(({ id }) => id).sort()).toEqual(unprovoked);
  expect(found.length).toBeGreaterThan(70);

  const engine = await labEngine();
  const { docker } = engine;
  const [services, secrets, configs, { Volumes: volumes }] = await Promise.all([docker.listServices(), docker.listSecrets(), docker.listConfigs(), docker.listVolumes()]);
  const names = [...services, ...secrets, ...configs].map(({ Spec: spec }) => spec?.Name ?? '').concat((volumes ?? []).map(({ Name: name }) => name));
  expect(names.filter(name => name.startsWith('fact-'))).toEqual([]);
  engine.close();
});
