/** Where the lab lives by the environment, and what its file says. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheRoot, findLab, labFolder, readLab, writeLab, type Lab } from '../../../lab/state.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-state-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab: Lab = {
  folder, socket: join(folder, 'docker.sock'), address: '198.18.0.2', zone: 'lab.test', server: 'lab', ipvs: false, link: 'rhl-0', cgroup: 'recipe-harness-0',
  cacheFolder: '/cache', ca: { certificate: '/cache/ca/root.crt', key: '/cache/ca/root.key' }, pid: 1, started: '0', boot: 'none',
};

describe('folders', () => {
  it.each([
    [{ LAB_STATE: '/d', RECIPE_HARNESS_STATE: '/s' }, '/d'],
    [{ RECIPE_HARNESS_STATE: '/s', XDG_STATE_HOME: '/x' }, '/s/lab'],
    [{ XDG_STATE_HOME: '/x' }, '/x/recipe-harness/lab'],
  ])('the state folder of %o is %s', (env, expected) => {
    expect(labFolder(env)).toBe(expected);
  });

  it('the cache has a folder of its own', () => {
    expect(cacheRoot({ RECIPE_HARNESS_CACHE: '/c' })).toBe('/c');
    expect(cacheRoot({ XDG_CACHE_HOME: '/x' })).toBe('/x/recipe-harness');
  });
});

describe('lab.json', () => {
  it('reads back what was written, readable by its owner only, with no half of a file beside it', () => {
    writeLab(lab);
    expect(readLab(folder)).toEqual(lab);
    expect(statSync(join(folder, 'lab.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['lab.json']);
  });

  it('tells a lab that is not there from a file that is broken', () => {
    expect(findLab('/nonexistent')).toBeUndefined();
    expect(() => readLab('/nonexistent')).toThrow(/ERR_LAB_NOT_UP.*lab:up/s);
    writeFileSync(join(folder, 'lab.json'), '{');
    expect(() => readLab(folder)).toThrow(/lab\.json is not JSON.*ERR_LAB_STATE/s);
  });
});
