/** Which overlay a recipe has, and what harness.toml may say about it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { loadRecipe, loadSettings } from '../../../harness/settings/settings.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
const other = 'f'.repeat(40);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'settings-'));
  write('recipes/ghost.toml', 'memory = "64M"\n[source]\ncatalogue = "ghost"\n');
});
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function refusal(): string {
  try {
    loadSettings(root, {});
  } catch (error) {
    if (error instanceof HarnessError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

const overlay = () => loadRecipe(loadSettings(root, {}), 'ghost').overlay;

test('by default nothing is approved and nothing comes from elsewhere', () => {
  expect(loadSettings(root, {}).overlays).toEqual({ approved: [], source: undefined });
});

describe('harness.toml', () => {
  test.each([
    ['approved = ["*"]', 'harness.toml:2: "overlays.approved[0]" = "*": must name one recipe: there is no wildcard, each is approved by its name.'],
    ['approved = ["ghost", "g?ost"]', '"overlays.approved[1]" = "g?ost": must name one recipe: there is no wildcard'],
    ['approved = ["ghost-*"]', '"overlays.approved[0]" = "ghost-*": must name one recipe: there is no wildcard'],
    ['approved = "ghost"', '"overlays.approved" = "ghost": must be a list'],
    ['approved = ["ghost@main"]', '"overlays.approved[0]" = "ghost@main": must be the name of a recipe, or name@commit with all 40 digits of the commit.'],
    [`approved = ["ghost", "ghost@${commit}"]`, 'must name each recipe once'],
    ['aproved = ["ghost"]', 'Write "approved" instead of "aproved".'],
    ['git = "https://git.example.org/overlays.git"', 'must hold git and ref together'],
    ['ref = "main"', 'must hold git and ref together'],
    ['git = "--upload-pack=x"\nref = "main"', '"overlays.git" = "--upload-pack=x": must not be empty, start with a hyphen'],
  ])('%s is refused', (line, message) => {
    write('harness.toml', `[overlays]\n${line}\n`);
    expect(refusal()).toContain(message);
    expect(refusal()).toContain('Way out: ');
  });

  test('a folder is relative to it; with git, it lies in the repository', () => {
    write('harness.toml', '[overlays]\nfolder = "../mine"\n');
    expect(loadSettings(root, {}).overlays.source).toEqual({ folder: join(root, '../mine') });
    write('harness.toml', '[overlays]\ngit = "./mine.git"\nref = "v1"\nfolder = "overlays"\n');
    expect(loadSettings(root, {}).overlays.source).toEqual({ folder: 'overlays', git: { url: join(root, 'mine.git'), ref: 'v1' } });
  });
});

describe("a recipe's own overlay", () => {
  const fetched = (more = '') => {
    write('recipe-harness.overlays/own/ghost/functional/a.spec.ts', '');
    write('recipe-harness.overlays/own/ghost.json', `{ "ref": "main", "commit": "${commit}", "dirty": ${more || 'false'} }`);
  };

  test.each([
    ['is not used unless its recipe is approved', '', false],
    ['is not used because another recipe is approved', 'approved = ["matrix"]', false],
    ['is used once it is approved', 'approved = ["ghost"]', true],
    ['is used at the commit that is approved', `approved = ["ghost@${commit}"]`, true],
    ['is not used at another commit', `approved = ["ghost@${other}"]`, false],
  ])('%s', (_what, line, used) => {
    fetched();
    write('harness.toml', `[overlays]\n${line}\n`);
    expect(overlay()).toBe(used ? join(root, 'recipe-harness.overlays/own/ghost') : undefined);
  });

  test('with changes that no commit has is not what a commit approves', () => {
    fetched('true');
    write('harness.toml', `[overlays]\napproved = ["ghost@${commit}"]\n`);
    expect(overlay()).toBeUndefined();
  });

  test('is not used without the record of its commit', () => {
    write('recipe-harness.overlays/own/ghost/functional/a.spec.ts', '');
    write('harness.toml', '[overlays]\napproved = ["ghost"]\n');
    expect(overlay()).toBeUndefined();
  });

  test("stands behind the user's own", () => {
    fetched();
    write('overlays/ghost/overlay.ts', '');
    write('harness.toml', '[overlays]\napproved = ["ghost"]\n');
    expect(overlay()).toBe(join(root, 'overlays/ghost'));
  });
});
