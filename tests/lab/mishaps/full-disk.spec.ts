/** Given a disk that fills up under the state of a run, when the run goes on and needs room, then the environment is blamed, and it ends without needing room. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from '../life/stage.ts';
import { expectEnvironment, Suite, workspace } from './suite.ts';

/** Takes every byte that is left. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'w');
  try {
    for (const size of [2 ** 20, 2 ** 12, 1]) {
      const bytes = Buffer.alloc(size, 1);
      const full = (): boolean => {
        try {
          return writeSync(file, bytes) < size;
        } catch (error) {
          expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
          return true;
        }
      };
      while (!full());
    }
  } finally {
    closeSync(file);
  }
}

test('the state of runs has no room left when the tests begin', async ({ stage }) => {
  using project = workspace(stage);
  await execa('mkdir', ['-p', stage.stateFolder]);
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', stage.stateFolder]);
  try {
    const suite = new Suite(stage, project, ['--grep', '@install|@teardown']);
    await suite.until(/^Running \d+ tests/);
    fill(stage.stateFolder);
    await expectEnvironment(stage, suite, { code: 'ERR_DISK_FULL', message: /A disk of this machine is full: ENOSPC: no space left on device/, wayOut: /RECIPE_HARNESS_STATE/ });
  } finally {
    await execa('umount', ['--lazy', stage.stateFolder]);
  }
});
