/** The lease of a run: a swarm config object whose labels say who lives, until when, and what to remove when it does not. */
import type Dockerode from 'dockerode';
import { HarnessError } from '../errors.ts';
import { EngineError, refusedWith } from '../swarm/errors.ts';
import type { Engine } from '../swarm/engine.ts';
import { here } from './here.ts';
import type { Realm } from './records.ts';
import { fromLabels, label, type Lease, type LeasedStack, toLabels } from './lease-labels.ts';

/** The part of the engine that leases need. */
export interface LeaseEngine extends Pick<Engine, 'ask' | 'now'> {
  readonly docker: Pick<Dockerode, 'createConfig' | 'getConfig' | 'listConfigs'>;
}

/** How long a lease lives unless it is renewed, and how often it is. */
export const leaseSeconds = 60;
export const renewSeconds = 20;

/** A lease as it was found, with what is needed to change exactly that state of it. */
export interface FoundLease extends Lease {
  readonly configId: string;
  readonly version: number;
}

export function leaseName(run: string): string {
  return `recipe-harness-${run}`;
}

export function isExpired(lease: Lease, now: number): boolean {
  return lease.expires !== undefined && lease.expires < now;
}

/** Makes the lease; takes over an older one of the same run, with its stacks (a kept run that is taken up again). */
export async function createLease(engine: LeaseEngine, run: string, pid: number, options: { kept: boolean }): Promise<void> {
  const holder = { run, ...here(), pid };
  const expires = options.kept ? undefined : engineSeconds(engine) + leaseSeconds;
  if (await findLease(engine, run)) {
    await changeLease(engine, run, lease => ({ ...lease, ...holder, expires }));
    return;
  }
  await engine.ask(`make the lease of run ${run}`, () => engine.docker.createConfig({
    Name: leaseName(run),
    Labels: toLabels({ ...holder, expires, stacks: [], realms: [] }),
    Data: Buffer.from('A run of recipe-harness. Its labels say whose it is, until when, and which stacks are its own.\n').toString('base64'),
  }));
}

export async function findLease(engine: LeaseEngine, run: string): Promise<FoundLease | undefined> {
  return (await listLeases(engine)).find(lease => lease.run === run);
}

export async function listLeases(engine: LeaseEngine): Promise<FoundLease[]> {
  const configs = await engine.ask('list the leases', () => engine.docker.listConfigs({ filters: { label: [label.run] } }));
  return configs.flatMap(config => {
    const lease = fromLabels(config.Spec?.Labels ?? {});
    // A lease is a config of that exact name: a label alone could stand on anybody's config.
    if (!lease || config.Spec?.Name !== leaseName(lease.run)) return [];
    return [{ ...lease, configId: config.ID, version: config.Version.Index ?? 0 }];
  });
}

/** Changes the lease, whatever others change in it at the same time. Throws ERR_LEASE_LOST when there is none any more. */
export async function changeLease(engine: LeaseEngine, run: string, change: (lease: Lease) => Lease): Promise<void> {
  for (;;) {
    const found = await findLease(engine, run);
    if (!found) throw leaseLost(run);
    if (await writeLease(engine, found, change(found))) return;
  }
}

/** Writes `lease` over exactly the state that was found; false when another was faster. */
export async function writeLease(engine: LeaseEngine, found: FoundLease, lease: Lease): Promise<boolean> {
  const config = engine.docker.getConfig(found.configId);
  try {
    await engine.ask(`write the lease of run ${lease.run}`, async () => {
      const { Spec } = await config.inspect();
      await config.update({ _query: { version: found.version }, _body: { ...Spec, Labels: toLabels(lease) } });
    });
    return true;
  } catch (error) {
    if (refusedWith(error) === 404 || error instanceof EngineError && /out of sequence/.test(error.detail ?? '')) return false;
    throw error;
  }
}

/** Prolongs the lease. Throws ERR_LEASE_LOST when it is gone or was taken over: it had expired, and its stacks are being removed. */
export async function renewLease(engine: LeaseEngine, run: string, pid: number): Promise<void> {
  const expires = engineSeconds(engine) + leaseSeconds;
  await changeLease(engine, run, lease => {
    if (lease.pid !== pid || lease.host !== here().host) throw leaseLost(run);
    return { ...lease, expires: lease.expires === undefined ? undefined : expires };
  });
}

/** Takes over an expired lease, so that one janitor alone acts on it; false when it was renewed or another was faster. */
export async function claimLease(engine: LeaseEngine, found: FoundLease): Promise<boolean> {
  const expires = engineSeconds(engine) + leaseSeconds;
  return writeLease(engine, found, { ...found, ...here(), pid: process.pid, expires });
}

/** Names a stack in the lease, or changes what it says of it; before the stack is made. */
export async function leaseStack(engine: LeaseEngine, run: string, stack: LeasedStack): Promise<void> {
  await changeLease(engine, run, lease => ({ ...lease, stacks: [...lease.stacks.filter(other => other.stack !== stack.stack), stack] }));
}

/** Names a realm in the lease, before it is made. */
export async function leaseRealm(engine: LeaseEngine, run: string, realm: Realm): Promise<void> {
  await changeLease(engine, run, lease => ({ ...lease, realms: [...lease.realms.filter(other => other.realm !== realm.realm), realm] }));
}

/** Takes a realm out of the lease; after it is gone. */
export async function releaseRealm(engine: LeaseEngine, run: string, realm: string): Promise<void> {
  await changeLease(engine, run, lease => ({ ...lease, realms: lease.realms.filter(other => other.realm !== realm) }));
}

/** Lets the lease stand until somebody ends it: what it still names is kept on purpose. */
export async function keepLease(engine: LeaseEngine, run: string): Promise<void> {
  await changeLease(engine, run, lease => ({ ...lease, expires: undefined }));
}

/** Takes a stack out of the lease; after nothing of it is left. */
export async function releaseStack(engine: LeaseEngine, run: string, stack: string): Promise<void> {
  await changeLease(engine, run, lease => ({ ...lease, stacks: lease.stacks.filter(other => other.stack !== stack) }));
}

/** Gives the lease back. One that is gone already is as good. */
export async function removeLease(engine: LeaseEngine, run: string): Promise<void> {
  const found = await findLease(engine, run);
  if (!found) return;
  try {
    await engine.ask(`give back the lease of run ${run}`, () => engine.docker.getConfig(found.configId).remove());
  } catch (error) {
    if (refusedWith(error) !== 404) throw error;
  }
}

/** Epoch seconds by the engine's clock: the one clock that all users of a server share. */
export function engineSeconds(engine: Pick<LeaseEngine, 'now'>): number {
  return Math.floor(engine.now() / 1_000);
}

function leaseLost(run: string): HarnessError {
  return new HarnessError({
    code: 'ERR_LEASE_LOST', fault: 'environment',
    message: `The lease of run ${run} is no longer in the swarm: it expired and was removed with its apps, or somebody removed it.`,
    wayOut: 'Run again. If this machine was asleep or cut off from the server for over a minute, that was the cause.',
    facts: { run },
  });
}
