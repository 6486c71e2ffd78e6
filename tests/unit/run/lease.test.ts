/** Leases: what their labels say, and that two who change one at once lose nothing of each other. */
import { hostname } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  changeLease, claimLease, createLease, findLease, isExpired, leaseSeconds, leaseStack, listLeases, releaseStack, removeLease, renewLease,
} from '../../../harness/run/lease.ts';
import { fromLabels, type Lease, type LeasedStack, toLabels } from '../../../harness/run/lease-labels.ts';
import { FakeConfigs } from './fake-configs.ts';

const stack: LeasedStack = { stack: 'cust-a1b2c3_lab_test', domain: 'cust-a1b2c3.lab.test', recipe: 'custom-html', server: 'lab', backedUp: false };
const lease: Lease = { run: 'a1b2c3', host: 'desk', user: 'ada', pid: 4242, expires: 1_800_000_000, stacks: [stack] };

describe('labels', () => {
  test('carry the whole lease', () => {
    expect(fromLabels(toLabels(lease))).toEqual(lease);
  });

  test('of a kept lease have no expiry', () => {
    const kept = { ...lease, expires: undefined };
    expect(toLabels(kept)).not.toHaveProperty('recipe-harness.expires');
    expect(fromLabels(toLabels(kept))).toEqual(kept);
    expect(isExpired(kept, Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  test.each<[string, Record<string, string>]>([
    ["somebody else's", { 'com.docker.stack.namespace': 'shop' }],
    ['without an expiry', { 'recipe-harness.run': 'a1b2c3' }],
    ['with an expiry that is no number', { 'recipe-harness.run': 'a1b2c3', 'recipe-harness.expires': 'soon' }],
    ['with a stack that is not JSON', { ...toLabels(lease), 'recipe-harness.stack.shop': 'shop' }],
    ['with a stack under the name of another', { ...toLabels(lease), 'recipe-harness.stack.shop': JSON.stringify(stack) }],
  ])('%s are no lease', (_which, labels) => {
    expect(fromLabels(labels)).toBeUndefined();
  });

  test('expire in the second after the last', () => {
    expect([1_799_999_999, 1_800_000_000, 1_800_000_001].map(now => isExpired(lease, now))).toEqual([false, false, true]);
  });
});

describe('in the swarm', () => {
  let engine: FakeConfigs;

  beforeEach(async () => {
    engine = new FakeConfigs();
    await createLease(engine, 'a1b2c3', 4242, { kept: false });
  });

  test('a new lease is this machine\'s, for a minute by the engine\'s clock', async () => {
    expect(await findLease(engine, 'a1b2c3')).toMatchObject({ host: hostname(), pid: 4242, expires: engine.seconds + leaseSeconds, stacks: [] });
  });

  test('is renewed by its holder', async () => {
    engine.seconds += 20;
    await renewLease(engine, 'a1b2c3', 4242);
    expect((await findLease(engine, 'a1b2c3'))?.expires).toBe(engine.seconds + leaseSeconds);
  });

  test('is not renewed when it is kept', async () => {
    await changeLease(engine, 'a1b2c3', held => ({ ...held, expires: undefined }));
    await renewLease(engine, 'a1b2c3', 4242);
    expect((await findLease(engine, 'a1b2c3'))?.expires).toBeUndefined();
  });

  test('names stacks and lets go of them', async () => {
    await leaseStack(engine, 'a1b2c3', stack);
    await leaseStack(engine, 'a1b2c3', { ...stack, backedUp: true });
    expect((await findLease(engine, 'a1b2c3'))?.stacks).toEqual([{ ...stack, backedUp: true }]);
    await releaseStack(engine, 'a1b2c3', stack.stack);
    expect((await findLease(engine, 'a1b2c3'))?.stacks).toEqual([]);
  });

  test('loses nothing when many change it at once', async () => {
    const stacks = Array.from({ length: 6 }, (_, index) => ({ ...stack, stack: `s${index}` }));
    await Promise.all([...stacks.map(each => leaseStack(engine, 'a1b2c3', each)), renewLease(engine, 'a1b2c3', 4242)]);
    expect((await findLease(engine, 'a1b2c3'))?.stacks.map(each => each.stack).sort()).toEqual(stacks.map(each => each.stack));
    expect(engine.conflicts).toBeGreaterThan(0);
  });

  test('is claimed by one janitor alone, and lost to its holder', async () => {
    const found = await findLease(engine, 'a1b2c3');
    expect(await claimLease(engine, found!)).toBe(true);
    expect(await claimLease(engine, found!)).toBe(false);
    await expect(renewLease(engine, 'a1b2c3', 4242)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST', fault: 'environment' });
  });

  test('that was renewed meanwhile is not claimed', async () => {
    const found = await findLease(engine, 'a1b2c3');
    await renewLease(engine, 'a1b2c3', 4242);
    expect(await claimLease(engine, found!)).toBe(false);
  });

  test('taken up again keeps its stacks', async () => {
    await leaseStack(engine, 'a1b2c3', stack);
    await createLease(engine, 'a1b2c3', 5555, { kept: true });
    expect(await findLease(engine, 'a1b2c3')).toMatchObject({ pid: 5555, expires: undefined, stacks: [stack] });
  });

  test('is given back once, or twice', async () => {
    await removeLease(engine, 'a1b2c3');
    await removeLease(engine, 'a1b2c3');
    expect(await listLeases(engine)).toEqual([]);
    await expect(leaseStack(engine, 'a1b2c3', stack)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
  });

  test('labels on a config of another name are no lease', async () => {
    engine.add({ Name: 'shop_nginx_conf', Labels: toLabels({ ...lease, run: 'ffffff', expires: 1 }) });
    expect((await listLeases(engine)).map(found => found.run)).toEqual(['a1b2c3']);
  });
});
