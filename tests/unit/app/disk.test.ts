/** Given an app that is about to be removed, then what it takes of the disk is noted; and no answer of the engine keeps it from being removed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteDisk } from '../../../harness/app/disk.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { type Learned, readLearned } from '../../../harness/run/learned.ts';
import type { Engine, ServiceView } from '../../../harness/swarm/engine.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'disk-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const services = [{ name: 'app', image: 'ghost:6', mounts: [{ type: 'volume', source: 's_content', target: '/c' }] }] as unknown as ServiceView[];

async function noted(volumeSizes: () => Promise<Map<string, number>>, { chain = 'fresh', of = services }: { chain?: 'fresh' | 'dependency'; of?: ServiceView[] } = {}): Promise<{ disk: Learned[]; told: string[] }> {
  const told: string[] = [];
  const engine = { imageSize: () => Promise.resolve(900), volumeSizes } as unknown as Engine;
  await noteDisk({ folder }, engine, { recipe: 'ghost', chain }, of, { step: (_, body) => body(), note: line => void told.push(line), attach: () => Promise.resolve() });
  return { disk: readLearned(folder, 'disk'), told };
}

const sizes = () => Promise.resolve(new Map([['s_content', 12]]));

test('image and volumes of each service', async () => {
  expect(await noted(sizes)).toEqual({ disk: [{ kind: 'disk', recipe: 'ghost', services: { app: { image: 900, volumes: 12 } } }], told: [] });
});

test('nothing of a dependency, and nothing where nothing is known', async () => {
  expect(await noted(sizes, { chain: 'dependency' })).toEqual({ disk: [], told: [] });
  expect(await noted(sizes, { of: [] })).toEqual({ disk: [], told: [] });
  expect(await noted(() => Promise.resolve(new Map()))).toEqual({ disk: [], told: [] });
});

test('an engine that does not tell in time is told of in one line', async () => {
  const late = new HarnessError({ code: 'ERR_ENGINE_REQUEST', fault: 'environment', message: 'A request failed.', wayOut: 'Look.', detail: 'aborted' });
  expect(await noted(() => Promise.reject(late))).toEqual({ disk: [], told: ['its disk was not looked at: A request failed.'] });
  expect((await noted(() => Promise.reject(new Error('no')))).told).toEqual(['its disk was not looked at: Error: no']);
});
