/** Given what recipes say of their memory, when they are to run side by side, then a node that is too small is told before anything is deployed. */
import { describe, expect, test } from 'vitest';
import { appsElsewhere } from '../../../harness/deps/apps-up.ts';
import { bytesOf, requireRoom } from '../../../harness/deps/budget.ts';
import { createLease, leaseSeconds, leaseStack } from '../../../harness/run/lease.ts';
import { FakeConfigs } from '../run/fake-configs.ts';

const GiB = 2 ** 30;
const app = (name: string, memory: string) => ({ name, memory });
const keycloak = app('keycloak', '1G');

test('sizes are read as the recipe files write them', () => {
  expect([bytesOf('256M'), bytesOf('2G')]).toEqual([256 * 2 ** 20, 2 * GiB]);
});

describe('fits', () => {
  test('an app that takes the whole node, which reports a little less than it is called', () => {
    expect(() => requireRoom([{ recipe: app('ghost', '2G'), dependencies: [] }], 1, { memory: 1.9 * GiB })).not.toThrow();
  });

  test('what one worker deploys after the other, though not at once', () => {
    expect(() => requireRoom([app('a', '2G'), app('b', '2G')].map(recipe => ({ recipe, dependencies: [] })), 1, { memory: 2 * GiB })).not.toThrow();
  });

  test('a provider that several share, since it is there once', () => {
    const both = [app('a', '512M'), app('b', '512M')].map(recipe => ({ recipe, dependencies: [keycloak] }));
    expect(() => requireRoom(both, 2, { memory: 2 * GiB })).not.toThrow();
  });

  test('more workers than there are recipes', () => {
    expect(() => requireRoom([{ recipe: app('a', '1G'), dependencies: [] }], 8, { memory: GiB })).not.toThrow();
  });
});

describe('does not fit', () => {
  test('an app with what it needs on a node that is smaller: the environment is at fault', () => {
    expect(() => requireRoom([{ recipe: app('docs', '1G'), dependencies: [keycloak] }], 1, { memory: GiB * 1.5 })).toThrow(expect.objectContaining({
      code: 'ERR_NODE_TOO_SMALL', fault: 'environment', shortMessage: 'docs (1G) with keycloak (1G) needs 2.0 GiB of memory, and the node has 1.5 GiB.',
    }) as Error);
  });

  test('a provider that stays up while another app takes its turn', () => {
    const both = [{ recipe: app('a', '64M'), dependencies: [keycloak] }, { recipe: app('b', '1536M'), dependencies: [] }];
    expect(() => requireRoom(both, 2, { memory: 2 * GiB })).toThrow(expect.objectContaining({ code: 'ERR_NODE_TOO_SMALL', shortMessage: expect.stringContaining('b (1536M) with keycloak (1G)') as string }) as Error);
  });

  const small = (name: string, dependencies = [] as { name: string; memory: string }[]) => ({ recipe: app(name, '64M'), dependencies });

  test('more apps than the target allows, which other runs have used up: whose they are is told by the way out', () => {
    expect(() => requireRoom([small('docs', [keycloak])], 1, { memory: 8 * GiB, apps: { most: 4, elsewhere: 2 } })).not.toThrow();
    expect(() => requireRoom([small('docs', [keycloak])], 1, { memory: 8 * GiB, apps: { most: 4, elsewhere: 3 } })).toThrow(expect.objectContaining({
      code: 'ERR_NODE_TOO_SMALL', fault: 'environment', wayOut: expect.stringContaining('recipe-harness apps') as string,
      shortMessage: 'docs (64M) with keycloak (1G) needs room for 2 apps, and most_apps under [target] is 4, of which other runs have 3.',
    }) as Error);
  });

  test('more apps side by side than the target allows, each small: the number of workers that fits is named', () => {
    const three = ['a', 'b', 'c'].map(name => small(name, [keycloak]));
    expect(() => requireRoom(three, 3, { memory: 8 * GiB, apps: { most: 3, elsewhere: 0 } })).toThrow(expect.objectContaining({
      code: 'ERR_NODE_BUDGET', fault: 'user', wayOut: 'Use --workers=2.', shortMessage: '--workers=3 may need room for 4 apps at once (by the recipe files), and most_apps under [target] is 3.',
    }) as Error);
    expect(() => requireRoom(three, 2, { memory: 8 * GiB, apps: { most: 3, elsewhere: 0 } })).not.toThrow();
  });

  test('too many side by side: the number of workers that fits is named', () => {
    const all = [app('a', '3G'), app('b', '2G'), app('c', '512M')].map(recipe => ({ recipe, dependencies: [] }));
    expect(() => requireRoom(all, 3, { memory: 4.8 * GiB })).toThrow(expect.objectContaining({
      code: 'ERR_NODE_BUDGET', fault: 'user', wayOut: 'Use --workers=2.', facts: expect.objectContaining({ workers: 3, fitting: 2, needed: '5.5 GiB of memory' }) as object,
    }) as Error);
  });
});

test('apps of other runs are counted by their leases: live ones and kept ones, not dead ones, and not the warm provider that is used', async () => {
  const engine = new FakeConfigs();
  const lease = async (run: string, kept: boolean, ...recipes: string[]) => {
    await createLease(engine, run, 1, { kept });
    for (const recipe of recipes) await leaseStack(engine, run, { stack: `${recipe}-${run}`, domain: `${recipe}-${run}.test`, recipe, server: 'lab', backedUp: false });
  };
  await lease('dead00', false, 'ghost');
  engine.seconds += leaseSeconds + 1;
  await lease('111111', false, 'docs', 'keycloak');
  await lease('222222', true, 'keycloak');
  await lease('333333', false, 'n8n');

  expect(await appsElsewhere(engine, '333333')).toBe(3);
  expect(await appsElsewhere(engine, '333333', new Set(['keycloak']))).toBe(2);
});
