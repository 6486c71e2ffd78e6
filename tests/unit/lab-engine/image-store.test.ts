/** What stays of an engine's folder when the engine has ended. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keepOnlyImages } from '../../../lab/engine/image-store.ts';

const data = mkdtempSync(join(tmpdir(), 'image-store-'));
afterEach(() => rmSync(data, { recursive: true, force: true }));

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

function file(path: string, content = ''): void {
  mkdirSync(dirname(join(data, path)), { recursive: true });
  writeFileSync(join(data, path), content);
}

function overlay(id: string, short: string): void {
  file(`overlay2/${id}/link`, short);
  file(`overlay2/${id}/diff/x`);
  mkdirSync(join(data, 'overlay2/l'), { recursive: true });
  symlinkSync(`../${id}/diff`, join(data, 'overlay2/l', short));
}

/** Writes an image down as the engine does, in layers whose folders in `overlay2` are named. Returns its id. */
function image(...folders: string[]): string {
  const diffs = folders.map((folder) => `sha256:${sha256(folder)}`);
  let parent = '';
  for (const [nth, folder] of folders.entries()) {
    const diff = diffs[nth] ?? '';
    const chain = parent === '' ? sha256(folder) : sha256(`sha256:${parent} ${diff}`);
    const record = `image/overlay2/layerdb/sha256/${chain}`;
    if (!existsSync(join(data, record))) overlay(folder, folder.toUpperCase());
    file(`${record}/cache-id`, folder);
    file(`${record}/diff`, diff);
    file(`${record}/tar-split.json.gz`);
    if (parent !== '') file(`${record}/parent`, `sha256:${parent}`);
    parent = chain;
  }
  const description = JSON.stringify({ rootfs: { type: 'layers', diff_ids: diffs } });
  file(`image/overlay2/imagedb/content/sha256/${sha256(description)}`, description);
  file(`image/overlay2/imagedb/metadata/sha256/${sha256(description)}/lastUpdated`);
  return sha256(description);
}

function named(names: Record<string, string>): void {
  const repositories = Object.fromEntries(Object.entries(names).map(([name, id]) => [name, { [`${name}:1`]: `sha256:${id}` }]));
  file('image/overlay2/repositories.json', JSON.stringify({ Repositories: repositories }));
}

const list = (path: string): string[] => readdirSync(join(data, path)).sort();

describe('keepOnlyImages', () => {
  it('keeps named images with all their layers, and forgets containers, the swarm and volumes', () => {
    named({ 'lab/a': image('base', 'one'), 'lab/b': image('base', 'two') });
    file('image/overlay2/layerdb/mounts/c0ffee/mount-id', 'container');
    overlay('container', 'C');
    overlay('container-init', 'CI');
    for (const other of ['swarm/state.json', 'containers/c0ffee/config.v2.json', 'volumes/metadata.db', 'network/x', 'something/new']) file(other);

    keepOnlyImages(data);

    expect(list('')).toEqual(['image', 'overlay2']);
    expect(list('overlay2')).toEqual(['base', 'l', 'one', 'two']);
    expect(list('overlay2/l')).toEqual(['BASE', 'ONE', 'TWO']);
    expect(list('image/overlay2/layerdb/mounts')).toEqual([]);
    expect(list('image/overlay2/layerdb/sha256')).toHaveLength(3);
    expect(list('image/overlay2/imagedb/content/sha256')).toHaveLength(2);
  });

  it('forgets what a killed load left, and an image whose name went to a newer one', () => {
    const old = image('base', 'old');
    const now = image('base', 'now');
    named({ 'lab/a': now });
    overlay('half', 'H');
    file('image/overlay2/layerdb/tmp/write-set-1/diff');
    file(`image/overlay2/imagedb/content/sha256/.tmp-${now}1`);

    keepOnlyImages(data);

    expect(list('overlay2')).toEqual(['base', 'l', 'now']);
    expect(list('overlay2/l')).toEqual(['BASE', 'NOW']);
    expect(list('image/overlay2/layerdb/tmp')).toEqual([]);
    for (const part of ['content', 'metadata']) expect(list(`image/overlay2/imagedb/${part}/sha256`)).toEqual([now]);
    expect(now).not.toBe(old);
  });

  it.each([
    ["a layer's folder", (): void => rmSync(join(data, 'overlay2/one'), { recursive: true })],
    ["a layer's short name", (): void => rmSync(join(data, 'overlay2/l/ONE'))],
    ["a layer's record", (): void => rmSync(join(data, `image/overlay2/layerdb/sha256/${sha256('base')}`), { recursive: true })],
    ['the list of names', (): void => rmSync(join(data, 'image/overlay2/repositories.json'))],
    ['half an image description', (): void => file(`image/overlay2/imagedb/content/sha256/${list('image/overlay2/imagedb/content/sha256')[0] ?? ''}`, '{"rootfs"')],
    ['every layer', (): void => { rmSync(join(data, 'overlay2'), { recursive: true }); file('overlay2', 'broken'); }],
  ])('removes a store that lacks %s', (_what, damage) => {
    named({ 'lab/a': image('base', 'one') });
    damage();
    keepOnlyImages(data);
    expect(list('')).toEqual([]);
  });

  it('does not follow a damaged record out of the store', () => {
    named({ 'lab/a': image('base') });
    mkdirSync(join(data, 'overlay2/diff'));
    file('overlay2/link', '../diff');
    file(`image/overlay2/layerdb/sha256/${sha256('base')}/cache-id`, '..');
    keepOnlyImages(data);
    expect(list('')).toEqual([]);
  });

  it('takes a folder that is not there, or an engine that never had an image', () => {
    expect(() => keepOnlyImages(join(data, 'absent'))).not.toThrow();
    file('image/overlay2/layerdb/x');
    keepOnlyImages(data);
    expect(list('')).toEqual([]);
  });
});
