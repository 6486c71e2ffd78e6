/** Which leases in the swarm still count. */
import { describe, expect, it } from 'vitest';
import { livingAmong } from '../../../lab/engine/lease.ts';

const now = 1_000_000_000_000;
const config = (name: string, expires: string | undefined) =>
  ({ Spec: { Name: name, Labels: expires === undefined ? null : { 'recipe-harness.expires': expires } } });

describe('livingAmong', () => {
  it('counts a lease until its time, and only what is named as one', () => {
    const living = livingAmong([
      config('recipe-harness-aaaaaa', '1000000060'),
      config('recipe-harness-bbbbbb', '999999999'),
      config('recipe-harness-cccccc', undefined),
      config('recipe-harness-dddddd', 'soon'),
      config('somebody-else', '1000000060'),
      {},
    ], now);
    expect(living.map(({ name, secondsLeft }) => [name, secondsLeft])).toEqual([['recipe-harness-aaaaaa', 60]]);
  });
});
