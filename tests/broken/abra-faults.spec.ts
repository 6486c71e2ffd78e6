/** Faults that lie in how the recipe's tree and abra meet: a tree that is never clean, and a deploy that takes another version than was told. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTarget } from '../../harness/settings/settings.ts';
import { targetFile } from '../lab/lab.ts';
import { firstRelease, secondRelease, soundFiles } from './recipe-files.ts';
import { closeStand, expect, makeProject, openStand, test } from './stand.ts';

const crlf = { 'README.md': '# tiny\r\n' };
const releases = (attributes: string) => [
  { files: { ...soundFiles(firstRelease), ...crlf }, tag: '0.9.0+1.26.3' },
  { files: { ...soundFiles(firstRelease), ...crlf, '.gitattributes': attributes }, tag: firstRelease },
  { files: { ...soundFiles(secondRelease), ...crlf }, tag: secondRelease },
];

test.describe('a release that git never has clean, since its .gitattributes contradict its files', () => {
  test('the verdict', async ({ stand }) => {
    await stand.put('never-clean', releases('README.md text eol=lf\n'));
    await stand.expectVerdict(stand.install('base'), {
      code: 'ERR_RECIPE_TREE', fault: 'recipe', message: /1\.0\.0\+1\.26\.3.*README\.md/, wayOut: /\.gitattributes/,
    });
  });

  test('its twin is green', async ({ stand }) => {
    await stand.put('never-clean-twin', releases('README.md -text\n'));
    expect((await stand.install('base')).identity).toEqual({ version: firstRelease });
  });
});

/** Before a chaos deploy, this abra moves the tree to `version`, as one that trusts its own notes would. */
function abraThatTakes(version: string, recipe: string, folder: string): string {
  const file = join(folder, 'abra');
  const move = `case "$*" in "app deploy"*--chaos*) git -C "$ABRA_DIR/recipes/${recipe}" checkout --quiet --force ${version};; esac`;
  writeFileSync(file, `#!/bin/sh\n${move}\nexec ${JSON.stringify(readTarget(targetFile()).abra)} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

for (const { name, takes, verdict } of [{ name: 'stays-old', takes: firstRelease, verdict: true }, { name: 'goes-new', takes: secondRelease, verdict: false }]) {
  test(`an upgrade in which abra takes ${takes}: ${verdict ? 'it silently stays on the old release' : 'its twin is green'}`, async () => {
    const stand = await openStand(makeProject(root => abraThatTakes(takes, name, root)));
    try {
      const { commits } = await stand.put(name, [{ files: soundFiles(firstRelease), tag: firstRelease }, { files: soundFiles(secondRelease), tag: secondRelease }]);
      if (!verdict) {
        expect((await stand.upgrade()).identity).toEqual({ commit: commits[1] });
      } else {
        await stand.expectVerdict(stand.upgrade(), {
          code: 'ERR_WRONG_IDENTITY', fault: 'recipe', service: 'app', withinSeconds: 15,
          message: new RegExp(`has settled at another version than the one under test: chaos-version "${commits[0]?.slice(0, 8) ?? '?'}", expected ${commits[1]?.slice(0, 8) ?? '?'}\\.$`),
        });
      }
    } finally {
      await stand.clear();
      await closeStand(stand);
    }
  });
}
