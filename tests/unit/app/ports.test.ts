import { expect, test } from 'vitest';
import { requirePortsFree } from '../../../harness/app/ports.ts';
import type { Workplace } from '../../../harness/app/workplace.ts';
import type { EnvFile } from '../../../harness/recipe/env-file.ts';
import { toLabels, type Lease } from '../../../harness/run/lease-labels.ts';
import { aService } from '../swarm/world.ts';

const voice = { port: 64_738, protocol: 'udp' };
const lease: Lease = {
  run: 'abc123', host: 'ci', user: 'jo', pid: 7, expires: 2_000_000_000, realms: [],
  stacks: [{ stack: 'other_lab_test', domain: 'other.lab.test', recipe: 'mumble', server: 'lab', backedUp: false }],
};

function place(wanted: readonly object[], holders: ReturnType<typeof aService>[], leases: readonly Lease[] = []): Workplace {
  const configs = leases.map(each => ({ ID: 'c', Version: { Index: 1 }, Spec: { Name: `recipe-harness-${each.run}`, Labels: toLabels(each) } }));
  return {
    recipe: { name: 'mumble' }, names: { stack: 'mine_lab_test' }, checkout: { compose: () => ({ publishedPorts: () => wanted }) },
    engine: { servicesWithPorts: async () => holders, ask: (_: string, body: () => unknown) => body(), docker: { listConfigs: async () => configs } },
  } as unknown as Workplace;
}
const env = {} as EnvFile;
const holder = (stack: string, port = voice) => aService('app', { fullName: `${stack}_app`, labels: { 'com.docker.stack.namespace': stack }, published: [port] });

test('a port that another stack has is named with who has it', async () => {
  await expect(requirePortsFree(place([{ port: 64_738, protocol: 'tcp' }, voice], [holder('other_lab_test')], [lease]), env)).rejects.toMatchObject({
    code: 'ERR_PORT_TAKEN', fault: 'environment',
    shortMessage: 'mumble publishes port 64738/udp of the server, and the service other_lab_test_app has it (run abc123 of jo on ci).',
  });
  await expect(requirePortsFree(place([voice], [holder('other_lab_test')], [{ ...lease, expires: undefined }]), env)).rejects.toThrow(/left up on purpose/);
  await expect(requirePortsFree(place([voice], [holder('shop')], [lease]), env)).rejects.toThrow(/of no run that is known here/);
});

test('its own stack, other ports and other protocols are no obstacle; an app without ports asks nobody', async () => {
  await requirePortsFree(place([voice], [holder('mine_lab_test'), holder('a', { port: 64_738, protocol: 'tcp' }), holder('b', { port: 1, protocol: 'udp' })]), env);
  await requirePortsFree({ ...place([], []), engine: {} } as unknown as Workplace, env);
});
