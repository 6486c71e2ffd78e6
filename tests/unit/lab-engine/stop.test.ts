/** What the kernel does not let go of is named. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cgroupFolders, removeCgroups } from '../../../lab/engine/stop.ts';

const root = mkdtempSync(join(tmpdir(), 'stop-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('removeCgroups', () => {
  it('removes the folder of every hierarchy, deepest first', async () => {
    for (const folder of ['rh/docker/c1', 'cpu/rh/docker', 'memory/rh', 'memory/theirs']) mkdirSync(join(root, folder), { recursive: true });
    expect(await removeCgroups('rh', root, 0)).toEqual([]);
    expect(['rh', 'cpu/rh', 'memory/rh', 'memory/theirs'].map((folder) => existsSync(join(root, folder)))).toEqual([false, false, false, true]);
  });

  it('names a folder that stays, with the processes in it', async () => {
    mkdirSync(join(root, 'rh/docker/c1'), { recursive: true });
    writeFileSync(join(root, 'rh/docker/c1/cgroup.procs'), '4711\n4712\n'); // an ordinary file: no rmdir takes it
    expect(await removeCgroups('rh', root, 0)).toEqual([`the cgroup ${root}/rh (process 4711, 4712)`]);
  });
});

describe('cgroupFolders', () => {
  it('finds none where no cgroups are mounted', () => {
    expect(cgroupFolders('rh', join(root, 'absent'))).toEqual([]);
  });
});
