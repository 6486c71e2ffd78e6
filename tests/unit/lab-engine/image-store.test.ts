/** What stays of an engine's folder when the engine has ended. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keepOnlyImages } from '../../../lab/engine/image-store.ts';

const data = mkdtempSync(join(tmpdir(), 'image-store-'));
afterEach(() => rmSync(data, { recursive: true, force: true }));

function file(path: string, content = ''): void {
  mkdirSync(dirname(join(data, path)), { recursive: true });
  writeFileSync(join(data, path), content);
}

describe('keepOnlyImages', () => {
  it("keeps images and their layers, and forgets containers with their layers, the swarm and volumes", () => {
    file('image/overlay2/repositories.json', '{}');
    file('image/overlay2/layerdb/sha256/aa/cache-id', '11aa');
    file('image/overlay2/layerdb/mounts/c0ffee/mount-id', '22bb');
    file('image/overlay2/layerdb/mounts/c0ffee/init-id', '22bb-init');
    for (const [layer, short] of [['11aa', 'KEPT'], ['22bb', 'GONE'], ['22bb-init', 'INIT']] as const) {
      file(`overlay2/${layer}/link`, short);
      file(`overlay2/${layer}/diff/x`);
      file(`overlay2/l/${short}`);
    }
    for (const other of ['swarm/state.json', 'containers/c0ffee/config.v2.json', 'volumes/metadata.db', 'network/x', 'something/new']) file(other);

    keepOnlyImages(data);

    expect(readdirSync(data).sort()).toEqual(['image', 'overlay2']);
    expect(readdirSync(join(data, 'overlay2')).sort()).toEqual(['11aa', 'l']);
    expect(readdirSync(join(data, 'overlay2', 'l'))).toEqual(['KEPT']);
    expect(readdirSync(join(data, 'image/overlay2/layerdb/mounts'))).toEqual([]);
    expect(existsSync(join(data, 'image/overlay2/layerdb/sha256/aa/cache-id'))).toBe(true);
  });

  it('does not follow a damaged record out of the store', () => {
    file('outside/keep', 'x');
    file('image/overlay2/layerdb/mounts/c1/mount-id', '../image');
    file('image/overlay2/repositories.json', '{}');
    keepOnlyImages(data);
    expect(existsSync(join(data, 'image/overlay2/repositories.json'))).toBe(true);
  });

  it('takes a folder that is not there', () => {
    expect(() => keepOnlyImages(join(data, 'absent'))).not.toThrow();
  });
});
