/** Two labs on one machine do not meet. */
import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { isAlive } from '../../../lab/engine/process.ts';
import { namespacesOf } from './host.ts';
import { expect, test } from './throwaway.ts';

test('two labs started at once have nothing in common, and the end of one is not felt by the other', async ({ own, another }) => {
  await Promise.all([own.up(), another.up()]);
  const [first, second] = [own.lab, another.lab];
  for (const key of ['folder', 'socket', 'address', 'link', 'cgroup', 'pid'] as const) expect(second[key]).not.toBe(first[key]);
  const shared = new Set(namespacesOf(first.pid));
  expect(namespacesOf(second.pid).filter((one) => shared.has(one))).toEqual([]);

  // Each answers the same name with its own address.
  expect(await namesBy(first.address)).toEqual([first.address]);
  expect(await namesBy(second.address)).toEqual([second.address]);

  // The same service with the same published port in both; neither lists the other's.
  await Promise.all([own.importSleep(), another.importSleep()]);
  await Promise.all([own.sleepService('same'), another.sleepService('same')]);
  await own.sleepService('first-only', 8100);
  expect((await own.services()).split('\n').sort()).toEqual(['first-only', 'same']);
  expect(await another.services()).toBe('same');
  const networks = await Promise.all([own, another].map((lab) => lab.docker('network', 'inspect', 'proxy', '--format', '{{.Id}}')));
  expect(networks[0]).not.toBe(networks[1]);

  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => isAlive(first)).toBe(false);
  expect(isAlive(second)).toBe(true);
  expect(await another.services()).toBe('same');
  expect(await namesBy(second.address)).toEqual([second.address]);
  await another.docker('service', 'update', '--detach=false', '--quiet', '--no-resolve-image', '--force', '--update-order', 'stop-first', 'same');
  expect(existsSync(`/sys/class/net/${first.link}`)).toBe(false);
  expect(existsSync(`/sys/class/net/${second.link}`)).toBe(true);
});

function namesBy(address: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([address]);
  return resolver.resolve4('app.lab.test');
}
