/** Somebody else's things on the server: an app with a volume, a config and a secret, the network `proxy`, and the live run of another user. */
import { execa } from 'execa';
import { createLease, findLease, leaseStack, removeLease } from '../../../harness/run/lease.ts';
import type { Engine } from '../../../harness/swarm/engine.ts';
import { leftovers } from '../../../harness/swarm/leftovers.ts';
import { purgeStack } from '../../../harness/swarm/purge.ts';
import { silent } from '../../../harness/progress.ts';

const run = 'f0e160';
/** Named as runs name theirs: only the lease says whose they are. */
const stacks = ['cust-f0e160_lab_test', 'shop_example_org'];

const compose = JSON.stringify({
  version: '3.8',
  services: { app: { image: 'lab/base:bookworm', command: ['sleep', '3600'], stop_grace_period: '1s', volumes: ['data:/data'], deploy: { endpoint_mode: 'dnsrr' }, networks: ['proxy'] } },
  networks: { proxy: { external: true } },
  volumes: { data: {} },
});

export interface Foreign extends AsyncDisposable {
  /** Everything of theirs by its id, containers included: nobody was so much as restarted. */
  look(): Promise<string[]>;
}

export async function foreignThings(engine: Engine): Promise<Foreign> {
  await createLease(engine, run, 1, { kept: true });
  for (const stack of stacks) {
    await leaseStack(engine, run, { stack, domain: stack.replaceAll('_', '.'), recipe: 'custom-html', server: 'lab', backedUp: false });
    await execa('/usr/bin/docker', ['--host', engine.endpoint, 'stack', 'deploy', '--resolve-image', 'never', '--compose-file', '-', stack], { input: compose });
    await engine.ask('make a secret', () => engine.docker.createSecret({ Name: `${stack}_password_v1`, Data: Buffer.from('x').toString('base64') }));
    await engine.runningContainer(stack, 'app');
  }
  return {
    async look() {
      const [proxy, lease, ...things] = await Promise.all([
        engine.docker.getNetwork('proxy').inspect() as Promise<{ Id: string }>, findLease(engine, run), ...stacks.map(stack => leftovers(engine, stack)),
      ]);
      return [`network proxy ${proxy.Id}`, `lease ${lease?.configId ?? 'gone'}`, ...things.flat().map(({ kind, name, id }) => `${kind} ${name} ${id}`)].sort();
    },
    async [Symbol.asyncDispose]() {
      for (const stack of stacks) await purgeStack(engine, stack, { volumes: true, secrets: true, configs: true }, silent);
      await removeLease(engine, run);
    },
  };
}
