/** Which leases in the swarm still count. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptAmong, liveLeases, livingAmong } from '../../../lab/engine/lease.ts';

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

describe('keptAmong', () => {
  const kept = { 'recipe-harness.kept': 'true', 'recipe-harness.stack.cust-a_lab_test': '{"domain":"cust-a.lab.test"}', 'recipe-harness.stack.kint-b_lab_test': 'torn' };
  it('names each app of a kept lease, and nothing of others', () => {
    expect(keptAmong([
      { Spec: { Name: 'recipe-harness-aaaaaa', Labels: kept } },
      { Spec: { Name: 'recipe-harness-bbbbbb', Labels: { ...kept, 'recipe-harness.kept': 'no' } } },
      { Spec: { Name: 'somebody-else', Labels: kept } },
      {},
    ])).toEqual(['https://cust-a.lab.test', 'kint-b_lab_test']);
  });
});

describe('liveLeases', () => {
  let socket: string;
  let engine: Server;
  beforeEach(() => { socket = join(mkdtempSync(join(tmpdir(), 'lease-')), 'docker.sock'); });
  afterEach(() => { engine.close(); rmSync(dirname(socket), { recursive: true }); });

  /** An engine that refuses configs and says this of its swarm. */
  async function refusingEngine(swarm: object): Promise<void> {
    engine = createServer((request, response) => {
      const info = request.url?.endsWith('/info');
      response.writeHead(info ? 200 : 503).end(JSON.stringify(info ? { Swarm: swarm } : { message: 'This node is not a swarm manager.' }));
    });
    await once(engine.listen(socket), 'listening');
  }

  it('are none where there is no swarm', async () => {
    await refusingEngine({ LocalNodeState: 'inactive', ControlAvailable: false });
    expect(await liveLeases({ socket })).toEqual([]);
  });

  it('are not known where the swarm does not answer', async () => {
    await refusingEngine({ LocalNodeState: 'active', ControlAvailable: true });
    await expect(liveLeases({ socket })).rejects.toThrow(/ERR_LAB_ENGINE/);
  });
});
