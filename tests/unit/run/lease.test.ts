/** Leases: what their labels say, and that two who change one at once lose nothing of each other. */
import { hostname, userInfo } from 'node:os';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  changeLease, claimLease, createLease, findLease, isExpired, leaseSeconds, leaseStack, listLeases, releaseStack, removeLease, renewLease,
} from '../../../harness/run/lease.ts';
import { fromLabels, type Lease, type LeasedStack, toLabels } from '../../../harness/run/lease-labels.ts';
import { FakeConfigs, refusal } from './fake-configs.ts';

const stack: LeasedStack = { stack: 'cust-a1b2c3_lab_test', domain: 'cust-a1b2c3.lab.test', recipe: 'custom-html', server: 'lab', backedUp: false };
const lease: Lease = { run: 'a1b2c3', host: 'desk', user: 'ada', pid: 4242, expires: 1_800_000_000, stacks: [stack], realms: [] };

describe('labels', () => {
  test('carry the whole lease', () => {
    expect(fromLabels(toLabels(lease))).toEqual(lease);
  });

  test('are what every machine and every later version reads', () => {
    expect(toLabels(lease)).toEqual({
      'recipe-harness.run': 'a1b2c3', 'recipe-harness.host': 'desk', 'recipe-harness.user': 'ada', 'recipe-harness.pid': '4242', 'recipe-harness.expires': '1800000000',
      'recipe-harness.stack.cust-a1b2c3_lab_test': JSON.stringify(stack),
    });
    expect(toLabels({ ...lease, expires: undefined, stacks: [] })).toEqual({
      'recipe-harness.run': 'a1b2c3', 'recipe-harness.host': 'desk', 'recipe-harness.user': 'ada', 'recipe-harness.pid': '4242', 'recipe-harness.kept': 'true',
    });
  });

  test('that say nothing of their holder are a lease all the same', () => {
    expect(fromLabels({ 'recipe-harness.run': 'a1b2c3', 'recipe-harness.expires': '17', 'com.example.note': 'x' }))
      .toEqual({ run: 'a1b2c3', host: '', user: '', pid: 0, expires: 17, stacks: [], realms: [] });
  });

  test('of a kept lease do not expire, whatever else they say', () => {
    expect(fromLabels({ ...toLabels(lease), 'recipe-harness.kept': 'true' })).toEqual({ ...lease, expires: undefined });
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
    ['with an expiry of nothing', { 'recipe-harness.run': 'a1b2c3', 'recipe-harness.expires': '0' }],
    ['that are not kept after all', { 'recipe-harness.run': 'a1b2c3', 'recipe-harness.kept': 'false' }],
    ['without a run', { 'recipe-harness.expires': '17' }],
    ['with a stack of which half is told', { ...toLabels(lease), [`recipe-harness.stack.${stack.stack}`]: JSON.stringify({ ...stack, server: undefined }) }],
    ['with a sound stack beside one that is not', { ...toLabels(lease), 'recipe-harness.stack.a': '{}' }],
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

  test('is a config that says what it is, to whoever finds it', () => {
    const [{ Name, Data = '', Labels }] = engine.specs() as [{ Name: string; Data?: string; Labels: Record<string, string> }];
    expect(Name).toBe('recipe-harness-a1b2c3');
    expect(Buffer.from(Data, 'base64').toString()).toBe('A run of recipe-harness. Its labels say whose it is, until when, and which stacks are its own.\n');
    expect(fromLabels(Labels)).toMatchObject({ run: 'a1b2c3', user: userInfo().username });
  });

  test('stays the same config, with the same content, when it changes', async () => {
    const [before] = engine.specs();
    await leaseStack(engine, 'a1b2c3', stack);
    expect(engine.specs()).toEqual([{ ...before, Labels: { ...before?.Labels, [`recipe-harness.stack.${stack.stack}`]: JSON.stringify(stack) } }]);
  });

  test('that is kept from the beginning does not expire', async () => {
    await createLease(engine, 'b2c3d4', 1, { kept: true });
    expect(await findLease(engine, 'b2c3d4')).toMatchObject({ expires: undefined, stacks: [] });
  });

  test('is found among others, and lets go of one stack of several', async () => {
    await createLease(engine, 'b2c3d4', 1, { kept: false });
    for (const name of ['one', 'two']) await leaseStack(engine, 'b2c3d4', { ...stack, stack: name });
    await releaseStack(engine, 'b2c3d4', 'one');
    expect((await findLease(engine, 'b2c3d4'))?.stacks.map(each => each.stack)).toEqual(['two']);
    expect((await findLease(engine, 'a1b2c3'))?.stacks).toEqual([]);
    expect(await findLease(engine, 'c3d4e5')).toBeUndefined();
  });

  test('taken up again lives for another minute', async () => {
    engine.seconds += 50;
    await createLease(engine, 'a1b2c3', 5555, { kept: false });
    expect(await findLease(engine, 'a1b2c3')).toMatchObject({ pid: 5555, expires: engine.seconds + leaseSeconds });
  });

  test('is not renewed by a process of the same number on another machine', async () => {
    await changeLease(engine, 'a1b2c3', held => ({ ...held, host: 'another' }));
    await expect(renewLease(engine, 'a1b2c3', 4242)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST', message: expect.stringContaining('a1b2c3') as string, facts: { run: 'a1b2c3' } });
  });

  test('that was claimed is the janitor\'s for a minute, with the stacks that it has to remove', async () => {
    await leaseStack(engine, 'a1b2c3', stack);
    engine.seconds += 100;
    expect(await claimLease(engine, (await findLease(engine, 'a1b2c3'))!)).toBe(true);
    expect(await findLease(engine, 'a1b2c3')).toMatchObject({ host: hostname(), pid: process.pid, expires: engine.seconds + leaseSeconds, stacks: [stack] });
  });

  test('that somebody removes between two requests is lost, not written anew', async () => {
    const found = await findLease(engine, 'a1b2c3');
    engine.meanwhile = () => engine.removeAll();
    expect(await claimLease(engine, found!)).toBe(false);
    await createLease(engine, 'b2c3d4', 1, { kept: false });
    await expect(leaseStack(engine, 'b2c3d4', stack)).rejects.toMatchObject({ code: 'ERR_LEASE_LOST' });
    await createLease(engine, 'c3d4e5', 1, { kept: false });
    await expect(removeLease(engine, 'c3d4e5')).resolves.toBeUndefined();
    expect(engine.specs()).toEqual([]);
  });

  test.each<[string, (found: FakeConfigs) => Promise<unknown>, string]>([
    ['written', configs => leaseStack(configs, 'a1b2c3', stack), 'write the lease of run a1b2c3'],
    ['given back', configs => removeLease(configs, 'a1b2c3'), 'give back the lease of run a1b2c3'],
  ])('that an engine in trouble lets not be %s says so', async (_what, act, doing) => {
    engine.meanwhile = () => { throw refusal(503, 'This node is not a swarm manager'); };
    await expect(act(engine)).rejects.toMatchObject({ code: 'ERR_ENGINE_REFUSED', message: expect.stringContaining(`The engine refused: ${doing}.`) as string });
  });
});
