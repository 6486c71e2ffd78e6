/** Faults that lie between the recipe's tree and abra: a tree that is not clean, and a deploy that takes another version than was told. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTarget } from '../../harness/settings/settings.ts';
import { targetFile } from '../lab/lab.ts';
import { firstRelease, secondRelease, soundFiles } from './recipe-files.ts';
import { closeStand, expect, makeProject, openStand, type Stand, test } from './stand.ts';

const steps = [{ files: soundFiles(firstRelease), tag: firstRelease }, { files: soundFiles(secondRelease), tag: secondRelease }];

/** An abra that does something of its own before it deploys: plainly, or by chaos. */
function abraThatFirst(does: string, when: 'plain' | 'chaos', folder: string): string {
  const file = join(folder, 'abra');
  const cases = { chaos: `"app deploy"*--chaos*) ${does};;`, plain: `"app deploy"*--chaos*) ;; "app deploy"*) ${does};;` };
  writeFileSync(file, `#!/bin/sh\ncase "$*" in ${cases[when]} esac\nexec ${JSON.stringify(readTarget(targetFile()).abra)} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

async function withAbra(does: string, when: 'plain' | 'chaos', body: (stand: Stand) => Promise<void>): Promise<void> {
  const stand = await openStand(makeProject(root => abraThatFirst(does, when, root)));
  try {
    await body(stand);
    await stand.clear();
  } finally {
    await closeStand(stand);
  }
}

const moveTo = (recipe: string, version: string) => `git -C "$ABRA_DIR/recipes/${recipe}" checkout --quiet --force ${version}`;

test('an upgrade that silently stays on the old release: the verdict', async () => {
  await withAbra(moveTo('stays-old', firstRelease), 'chaos', async stand => {
    const { commits } = await stand.put('stays-old', steps);
    const [old = '?', wanted = '?'] = commits.map(commit => commit.slice(0, 8));
    await stand.expectVerdict(stand.upgrade(), {
      code: 'ERR_WRONG_IDENTITY', fault: 'harness', service: 'app', line: /GET \/ HTTP\/1.1" 200/, withinSeconds: 15,
      message: new RegExp(`has settled at another version than the one under test: chaos-version "${old}", expected ${wanted}\\.$`),
    });
  });
});

test('an upgrade that silently stays on the old release: its twin is green', async () => {
  await withAbra(moveTo('goes-new', secondRelease), 'chaos', async stand => {
    const { commits } = await stand.put('goes-new', steps);
    expect((await stand.upgrade()).identity).toEqual({ commit: commits[1] });
  });
});

test('a tree that is dirty at a plain deploy: the verdict', async () => {
  await withAbra('touch "$ABRA_DIR/recipes/dirty-tree/left-behind"', 'plain', async stand => {
    await stand.put('dirty-tree', steps);
    await stand.expectVerdict(stand.install('base'), { code: 'ERR_ABRA_FAILED', fault: 'harness', message: /dirty-tree .*has locally unstaged changes/ });
  });
});

test('a tree that is dirty at a plain deploy: its twin is green', async () => {
  await withAbra('touch "$ABRA_DIR/left-behind"', 'plain', async stand => {
    await stand.put('dirty-tree-twin', steps);
    expect((await stand.install('base')).identity).toEqual({ version: firstRelease });
  });
});
