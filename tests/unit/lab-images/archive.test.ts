/** The archive for the engine: whole, except for layers that it has. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { imageKey, imageOf, keyLabel, loadArchive } from '../../../lab/images/archive.ts';
import type { Layer } from '../../../lab/images/base.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const base = layer('base', 'the base');
const top = layer('top', 'x'.repeat(300_000));
const definition = { ref: 'lab/thing:1.2.3' as const, config: { Cmd: ['thing'], Env: ['A=b'] } };

test('it holds manifest, configuration and layers, each by its digest', async () => {
  const files = await unpack(new Set());
  const [manifest] = JSON.parse(String(files.get('manifest.json'))) as [{ Config: string; RepoTags: string[]; Layers: string[] }];
  expect(manifest.RepoTags).toEqual(['lab/thing:1.2.3']);
  expect(manifest.Layers).toEqual([`${base.diffId}/layer.tar`, `${top.diffId}/layer.tar`]);
  expect(files.get(`${top.diffId}/layer.tar`)?.length).toBe(300_000);

  const text = String(files.get(manifest.Config));
  expect(`${createHash('sha256').update(text).digest('hex')}.json`).toBe(manifest.Config);
  const config = JSON.parse(text) as { config: { Cmd: string[]; Labels: Record<string, string> }; rootfs: { diff_ids: string[] } };
  expect(config.rootfs.diff_ids).toEqual([`sha256:${base.diffId}`, `sha256:${top.diffId}`]);
  expect(config.config).toMatchObject({ Cmd: ['thing'], Labels: { [keyLabel]: imageKey('top', definition.config), 'org.opencontainers.image.version': '1.2.3' } });
});

test('a layer that the engine has is named and not sent', async () => {
  const files = await unpack(new Set([base.diffId]));
  expect([...files.keys()]).not.toContain(`${base.diffId}/layer.tar`);
  expect(String(files.get('manifest.json'))).toContain(`${base.diffId}/layer.tar`);
});

test('another configuration is another image', () => {
  expect(imageKey('top', { Cmd: ['other'] })).not.toBe(imageKey('top', definition.config));
});

function layer(key: string, content: string): Layer {
  const tar = join(folder, key);
  writeFileSync(tar, content);
  return { key, tar, diffId: createHash('sha256').update(content).digest('hex'), version: '1.2.3' };
}

async function unpack(known: ReadonlySet<string>): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reader = extract();
  loadArchive(imageOf(definition, [base, top]), known).pipe(reader);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.set(entry.header.name, Buffer.concat(chunks));
  }
  return files;
}
