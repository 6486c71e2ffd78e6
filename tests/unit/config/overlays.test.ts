/** Given overlays from elsewhere, when the config is read, then they are laid into the tree, or what is wrong is said in one message. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bringOverlays } from '../../../harness/config/bring-overlays.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { overlayFilesIn } from '../../../harness/settings/overlay-files.ts';
import { loadRecipes, loadSettings } from '../../../harness/settings/settings.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** A project's folder, or one beside it, for what needs no runner. */
class Folder implements Disposable {
  readonly root = mkdtempSync(path.join(tmpdir(), 'rh-overlays-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  path(name: string): string {
    return path.join(this.root, name);
  }

  write(name: string, text: string): void {
    mkdirSync(path.dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const ghost = { 'recipes/ghost.toml': 'memory = "64M"\n[source]\ncatalogue = "x"\n' };

/** What the config does before Playwright looks for specs. */
function bring(project: Folder): void {
  const settings = loadSettings(project.root, {});
  bringOverlays(settings, loadRecipes(settings));
}

function refusalOf(body: () => void): string {
  try {
    body();
  } catch (error) {
    if (error instanceof HarnessError && error.fault === 'user') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

test("a folder of the user's own is taken as it lies, and again when it has changed", () => {
  using theirs = new Folder({ 'ghost/functional/own.spec.ts': 'one', 'other/overlay.ts': '' });
  using project = new Folder({ ...ghost, 'harness.toml': `[overlays]\nfolder = "${theirs.root}"\n` });
  bring(project);
  const laid = project.path('recipe-harness.overlays/folder');
  expect(filesIn(laid)).toEqual(['ghost/functional/own.spec.ts']);
  expect(readFileSync(project.path('recipe-harness.overlays/.gitignore'), 'utf8')).toBe('*\n');
  const { mtimeMs } = statSync(project.path('recipe-harness.overlays/folder/ghost/functional/own.spec.ts'));
  theirs.write('ghost/functional/new.spec.ts', 'two');
  bring(project);
  expect(filesIn(laid)).toEqual(['ghost/functional/new.spec.ts', 'ghost/functional/own.spec.ts']);
  expect(statSync(project.path('recipe-harness.overlays/folder/ghost/functional/own.spec.ts')).mtimeMs, 'a watcher sees no change').toBe(mtimeMs);
  rmSync(theirs.path('ghost/functional/own.spec.ts'));
  bring(project);
  expect(filesIn(laid)).toEqual(['ghost/functional/new.spec.ts']);
});

test('links are not followed: neither out of the overlay nor round in circles', () => {
  using elsewhere = new Folder({ 'private/key.ts': 'not theirs to give' });
  using theirs = new Folder({ 'ghost/functional/own.spec.ts': 'one' });
  symlinkSync(elsewhere.root, theirs.path('ghost/functional/out'));
  symlinkSync(elsewhere.path('private/key.ts'), theirs.path('ghost/key.ts'));
  symlinkSync('..', theirs.path('ghost/functional/circle'));
  using project = new Folder({ ...ghost, 'harness.toml': `[overlays]\nfolder = "${theirs.root}"\n` });
  bring(project);
  expect(filesIn(project.path('recipe-harness.overlays/folder'))).toEqual(['ghost/functional/own.spec.ts']);
  expect(overlayFilesIn(theirs.path('ghost')).files).toEqual(['functional/own.spec.ts']);
});

test('what another process is just writing there is left to it, is no file of the overlay, and goes when that process has died over it', () => {
  const draft = (pid: number) => `.recipe-harness-draft-${pid}-own.spec.ts.part`;
  using theirs = new Folder({ 'ghost/overlay.ts': 'one', [`ghost/${draft(1)}`]: 'half' });
  using project = new Folder({ ...ghost, 'harness.toml': `[overlays]\nfolder = "${theirs.root}"\n`, [`recipe-harness.overlays/folder/ghost/${draft(2)}`]: 'half', [`recipe-harness.overlays/folder/ghost/${draft(3)}`]: 'half' });
  const laid = project.path('recipe-harness.overlays/folder/ghost');
  const longAgo = Date.now() / 1_000 - 90;
  utimesSync(path.join(laid, draft(3)), longAgo, longAgo);
  bring(project);
  expect(filesIn(laid)).toEqual([draft(2), 'overlay.ts']);
  expect(overlayFilesIn(laid)).toEqual({ files: ['overlay.ts'], digest: overlayFilesIn(theirs.path('ghost')).digest });
});

test.each([
  ['an approved overlay that nobody fetched', { 'harness.toml': '[overlays]\napproved = ["ghost"]\n' }, "overlays.approved names ghost, and its own overlay has not been fetched. [ERR_OVERLAY_NOT_FETCHED, the user's mistake]\nWay out: Run `npx recipe-harness overlays fetch ghost`."],
  ['a name that is no recipe', { 'harness.toml': '[overlays]\napproved = ["gohst"]\n' }, "overlays.approved names \"gohst\", and there is no such recipe here. [ERR_APPROVED_UNKNOWN, the user's mistake]\nWay out: Did you mean ghost?"],
  ['a wildcard', { 'harness.toml': '[overlays]\napproved = ["*"]\n' }, '"overlays.approved[0]" = "*": must name one recipe: there is no wildcard'],
  ['a repository that nobody fetched', { 'harness.toml': '[overlays]\ngit = "https://me:pass@git.example.org/o.git"\nref = "v1"\n' }, 'the overlays of overlays.git = "https://git.example.org/o.git" at v1 have not been fetched. [ERR_OVERLAYS_NOT_FETCHED'],
  ['a repository that was fetched at another ref', {
    'harness.toml': '[overlays]\ngit = "https://git.example.org/o.git"\nref = "v2"\n',
    'recipe-harness.overlays/git.json': JSON.stringify({ git: { url: 'https://git.example.org/o.git', ref: 'v1' }, folder: '.', commit }),
  }, 'at v2, and what was fetched is https://git.example.org/o.git at v1. [ERR_OVERLAYS_STALE'],
  ['a folder that is not there', { 'harness.toml': '[overlays]\nfolder = "/nowhere/overlays"\n' }, 'overlays.folder = "/nowhere/overlays": there is no such folder. [ERR_OVERLAYS_FOLDER'],
  ['a folder of the project itself', { 'harness.toml': '[overlays]\nfolder = "overlays"\n' }, 'lies within this project. [ERR_OVERLAYS_INSIDE'],
])('%s is refused with one message', (_what, files, message) => {
  using project = new Folder({ ...ghost, ...files });
  expect(refusalOf(() => bring(project))).toContain(message);
});

test('two overlays of one recipe are refused, both named', () => {
  using theirs = new Folder({ 'ghost/overlay.ts': '' });
  using project = new Folder({ ...ghost, 'overlays/ghost/overlay.ts': '', 'harness.toml': `[overlays]\nfolder = "${theirs.root}"\n` });
  expect(refusalOf(() => bring(project))).toContain(`ghost has two overlays: ${project.path('overlays/ghost')} and ${theirs.path('ghost')}. [ERR_OVERLAY_TWICE`);
});
