/** Makes the lab's engine a swarm of one node, with the network that every Co-op Cloud recipe joins. */
import type { Lab } from '../state.ts';
import { ask, call, messageOf } from './api.ts';
import { LabError } from '../errors.ts';

export async function ensureSwarm(lab: Pick<Lab, 'socket'>): Promise<void> {
  const state = await ask(lab.socket, 'GET', '/swarm');
  if (state.status === 200) return;
  await call(lab.socket, 'POST', '/swarm/init', {
    // On the loopback address alone: one node, and nobody to talk to.
    body: { ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1', ForceNewCluster: false, Spec: {} },
    timeoutMs: 60_000,
  });
}

/** The external network of the ingress, attachable so that a container outside of any stack can join it. */
export async function ensureProxyNetwork(lab: Pick<Lab, 'socket'>): Promise<void> {
  const made = await ask(lab.socket, 'POST', '/networks/create', {
    body: { Name: 'proxy', CheckDuplicate: true, Driver: 'overlay', Attachable: true, Options: {}, Labels: {} },
  });
  if (made.status < 300 || made.status === 409) return;
  throw new LabError({
    code: 'ERR_LAB_ENGINE', fault: 'lab', message: `The engine made no network "proxy": ${messageOf(made)}`,
    wayOut: 'run `npm run lab:down` and `npm run lab:up`.',
  });
}
