/** Given the previous release with data in it, when the head under test is deployed over it, then the data is still there. */
import { expect, test } from 'recipe-harness';

test.describe.configure({ timeout: 0 });

test('upgrades from the previous release with its data', { tag: '@upgrade' }, async ({ lifecycle }) => {
  const base = await lifecycle.previousRelease();
  const before = base.identity;
  const record = await lifecycle.seedForUpgrade(base);
  const head = await lifecycle.upgradeToHead(base);
  expect(head.identity, 'the swarm runs another release than before').not.toEqual(before);
  await record?.expectUnchanged(head, 'the upgrade');
});
