/** What the lab takes for its own, and what it removes. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, claim, isOurs, removeOurs, requireOurs, stateFolder } from '../../../lab/engine/ownership.ts';

let root: string;
beforeEach(() => { root = realpathSync(mkdtempSync(join(tmpdir(), 'ownership-'))); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A folder with these files in it; a name that ends in `/` is a folder. */
function folder(name: string, ...entries: string[]): string {
  const path = join(root, name);
  mkdirSync(path);
  for (const entry of entries) {
    if (entry.endsWith('/')) mkdirSync(join(path, entry), { recursive: true });
    else writeFileSync(join(path, entry), 'x');
  }
  return path;
}

describe('claim', () => {
  it('makes a folder, or takes an empty one, and marks it as a cache that backups leave out', () => {
    for (const path of [join(root, 'new', 'cache'), folder('empty')]) {
      claim(path, cacheFolder);
      claim(path, cacheFolder);
      expect(isOurs(path)).toBe(true);
      expect(readFileSync(join(path, 'CACHEDIR.TAG'), 'utf8')).toMatch(/^Signature: 8a477f597d28d172789f06886806bc55\n/);
      expect(readdirSync(path)).toEqual(['CACHEDIR.TAG']);
    }
  });

  it('refuses a folder of somebody else, even one that looks like ours or is another cache', () => {
    const another = folder('another');
    writeFileSync(join(another, 'CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55\n');
    for (const path of [folder('project', 'letter.txt'), folder('alike', 'images/', 'ca/'), another]) {
      const before = readdirSync(path);
      expect(() => claim(path, cacheFolder)).toThrow(/the lab did not make it.*left as it is.*ERR_LAB_FOLDER_FOREIGN.*\n.*RECIPE_HARNESS_CACHE/);
      expect(readdirSync(path)).toEqual(before);
    }
  });

  it('refuses what is no folder', () => {
    writeFileSync(join(root, 'file'), 'x');
    expect(() => requireOurs(join(root, 'file'), stateFolder)).toThrow(/is no folder/);
  });

  it('knows a lab by its lab.json when that names the very folder', () => {
    const lab = folder('lab', 'dockerd.log', 'data/');
    writeFileSync(join(lab, 'lab.json'), JSON.stringify({ folder: lab }));
    expect(isOurs(lab)).toBe(true);
    const copy = folder('copy');
    writeFileSync(join(copy, 'lab.json'), JSON.stringify({ folder: lab }));
    expect(isOurs(copy)).toBe(false);
  });

  it('is not disturbed by one who claims at the same moment', () => {
    expect(() => claim(folder('twice', 'CACHEDIR.TAG.12'), stateFolder)).not.toThrow();
  });
});

describe('removeOurs', () => {
  it('removes what the lab made, and the folder with it', () => {
    const lab = join(root, 'lab');
    claim(lab, stateFolder);
    for (const entry of ['bin/', 'data/overlay2/', 'docker-config/', 'ssh/']) mkdirSync(join(lab, entry), { recursive: true });
    for (const entry of ['lab.json', 'lab.json.4711', 'target.toml', 'dnsmasq.conf', 'dnsmasq.log', 'ingress.log']) writeFileSync(join(lab, entry), 'x');
    expect(removeOurs(lab, stateFolder)).toEqual([]);
    expect(existsSync(lab)).toBe(false);
  });

  it('leaves and names what the lab did not make, and can be asked again', () => {
    const cache = join(root, 'cache');
    claim(cache, cacheFolder);
    mkdirSync(join(cache, 'images'));
    writeFileSync(join(cache, 'letter.txt'), 'x');
    expect(removeOurs(cache, cacheFolder)).toEqual([join(cache, 'letter.txt')]);
    expect(readdirSync(cache).sort()).toEqual(['CACHEDIR.TAG', 'letter.txt']);
    rmSync(join(cache, 'letter.txt'));
    expect(removeOurs(cache, cacheFolder)).toEqual([]);
    expect(existsSync(cache)).toBe(false);
  });

  it('follows no link out of the folder', () => {
    const outside = folder('outside', 'letter.txt');
    const cache = join(root, 'cache');
    claim(cache, cacheFolder);
    symlinkSync(outside, join(cache, 'images'));
    removeOurs(cache, cacheFolder);
    expect(readdirSync(outside)).toEqual(['letter.txt']);
  });

  it('keeps an empty folder that it did not make, and minds none that is not there', () => {
    expect(removeOurs(folder('empty'), cacheFolder)).toEqual([]);
    expect(existsSync(join(root, 'empty'))).toBe(true);
    expect(removeOurs(join(root, 'absent'), cacheFolder)).toEqual([]);
  });
});
