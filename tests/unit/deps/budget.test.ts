/** Given what recipes say of their memory, when they are to run side by side, then a node that is too small is told before anything is deployed. */
import { describe, expect, test } from 'vitest';
import { bytesOf, requireRoom } from '../../../harness/deps/budget.ts';

const GiB = 2 ** 30;
const app = (name: string, memory: string) => ({ name, memory });
const keycloak = app('keycloak', '1G');

test('sizes are read as the recipe files write them', () => {
  expect([bytesOf('256M'), bytesOf('2G')]).toEqual([256 * 2 ** 20, 2 * GiB]);
});

describe('fits', () => {
  test('an app that takes the whole node, which reports a little less than it is called', () => {
    expect(() => requireRoom([{ recipe: app('ghost', '2G'), dependencies: [] }], 1, 1.9 * GiB)).not.toThrow();
  });

  test('what one worker deploys after the other, though not at once', () => {
    expect(() => requireRoom([app('a', '2G'), app('b', '2G')].map(recipe => ({ recipe, dependencies: [] })), 1, 2 * GiB)).not.toThrow();
  });

  test('a provider that several share, since it is there once', () => {
    const both = [app('a', '512M'), app('b', '512M')].map(recipe => ({ recipe, dependencies: [keycloak] }));
    expect(() => requireRoom(both, 2, 2 * GiB)).not.toThrow();
  });

  test('more workers than there are recipes', () => {
    expect(() => requireRoom([{ recipe: app('a', '1G'), dependencies: [] }], 8, GiB)).not.toThrow();
  });
});

describe('does not fit', () => {
  test('an app with what it needs on a node that is smaller: the environment is at fault', () => {
    expect(() => requireRoom([{ recipe: app('docs', '1G'), dependencies: [keycloak] }], 1, GiB * 1.5)).toThrow(expect.objectContaining({
      code: 'ERR_NODE_TOO_SMALL', fault: 'environment', shortMessage: 'docs (1G) with keycloak (1G) needs 2.0 GiB of memory, and the node has 1.5 GiB.',
    }) as Error);
  });

  test('a provider that stays up while another app takes its turn', () => {
    const both = [{ recipe: app('a', '64M'), dependencies: [keycloak] }, { recipe: app('b', '1536M'), dependencies: [] }];
    expect(() => requireRoom(both, 2, 2 * GiB)).toThrow(expect.objectContaining({ code: 'ERR_NODE_TOO_SMALL', shortMessage: expect.stringContaining('b (1536M) with keycloak (1G)') as string }) as Error);
  });

  test('too many side by side: the number of workers that fits is named', () => {
    const all = [app('a', '3G'), app('b', '2G'), app('c', '512M')].map(recipe => ({ recipe, dependencies: [] }));
    expect(() => requireRoom(all, 3, 4.8 * GiB)).toThrow(expect.objectContaining({
      code: 'ERR_NODE_BUDGET', fault: 'user', wayOut: 'Use --workers=2.', facts: expect.objectContaining({ workers: 3, fitting: 2, needed: '5.5 GiB' }) as object,
    }) as Error);
  });
});
