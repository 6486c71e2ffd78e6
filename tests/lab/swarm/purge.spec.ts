/** Taking a stack away: everything of it, nothing of anybody else, and fast. */
import { leftovers } from '../../../harness/swarm/leftovers.ts';
import { purgeStack } from '../../../harness/swarm/purge.ts';
import { silent } from '../../../harness/progress.ts';
import { expect, forever, health, run, service, test } from './stacks.ts';
import { measured } from '../measured.ts';

const all = { volumes: true, secrets: true, configs: true };

test('a purge leaves nothing of its stack, and a stack with a longer name untouched', async ({ stacks }) => {
  const { engine, socket } = stacks;
  const tail = 'volumes:\n  data: {}\n';
  const two = service('app', forever, `volumes: ["data:/data"]\n${health('true')}`) + service('db', forever);
  const shop = await stacks.deploy(two, { name: 'shop_lab_test', tail });
  const other = await stacks.deploy(two, { name: 'shop_lab_test_eu', tail });
  const docker = (...args: string[]) => run('/usr/bin/docker', ['-H', socket, ...args], { input: 'x' });
  // As abra makes them: no label, only a name.
  for (const name of ['shop_lab_test_key_v1', 'shop_lab_test_eu_key_v1']) await docker('secret', 'create', name, '-');
  await docker('volume', 'create', 'shop_lab_test_extra');
  await docker('volume', 'create', 'workshop_lab_test_extra');
  await Promise.all([shop.wait(), other.wait()]);
  const before = await leftovers(engine, other.stack);

  const begin = Date.now();
  await purgeStack(engine, shop.stack, all, silent);
  const ms = Date.now() - begin;
  measured('purge of two services', ms, 5_000);

  expect(await leftovers(engine, shop.stack)).toEqual([]);
  const after = await leftovers(engine, other.stack);
  expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
  expect(after.map(({ name }) => name)).toContain('shop_lab_test_eu_key_v1');
  expect(await docker('volume', 'ls', '-q')).toContain('workshop_lab_test_extra');
  await docker('volume', 'rm', 'workshop_lab_test_extra');

  await purgeStack(engine, shop.stack, all, silent);
});

test('a purge while the stack is still being made leaves nothing, and two at once do not mind each other', async ({ stacks }) => {
  const half = await stacks.deploy(service('app', forever, 'volumes: ["data:/data"]') + service('db', forever), { tail: 'volumes:\n  data: {}\n' });
  await Promise.all([purgeStack(stacks.engine, half.stack, all, silent), purgeStack(stacks.engine, half.stack, all, silent)]);
  expect(await leftovers(stacks.engine, half.stack)).toEqual([]);
});

test('what is to be kept is kept', async ({ stacks }) => {
  const kept = await stacks.deploy(service('app', forever, 'volumes: ["data:/data"]'), { tail: 'volumes:\n  data: {}\n' });
  await kept.wait();
  await purgeStack(stacks.engine, kept.stack, { ...all, volumes: false }, silent);
  expect((await leftovers(stacks.engine, kept.stack)).map(({ kind, name }) => `${kind} ${name}`)).toEqual([`volume ${kept.stack}_data`]);
});

test('what somebody else holds is named, and not taken from them', async ({ stacks }) => {
  const held = await stacks.deploy(service('app', forever, 'volumes: ["data:/data"]'), { tail: 'volumes:\n  data: {}\n' });
  await held.wait();
  const docker = async (...args: string[]) => (await run('/usr/bin/docker', ['-H', stacks.socket, ...args])).trim();
  const holder = await docker('run', '--detach', '--network', 'none', '--mount', `source=${held.stack}_data,target=/held`, 'lab/base:bookworm', 'sleep', '600');
  const purge = purgeStack(stacks.engine, held.stack, { ...all, deadlineMs: 3_000 }, silent);
  await expect(purge).rejects.toMatchObject({
    code: 'ERR_PURGE_INCOMPLETE', fault: 'environment',
    shortMessage: `Still there of ${held.stack} after 3.0 s: volume ${held.stack}_data.`, detail: expect.stringContaining('volume is in use'),
  });
  await docker('rm', '--force', holder);
  await purgeStack(stacks.engine, held.stack, all, silent);
  expect(await leftovers(stacks.engine, held.stack)).toEqual([]);
});
