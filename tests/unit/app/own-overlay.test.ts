/** Given overlays in git repositories, when they are fetched and a run finds a version to test, then exactly what was approved may run. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Abra } from '../../../harness/abra/abra.ts';
import { fetchOverlays } from '../../../harness/app/fetch-overlays.ts';
import { judgeOwnOverlay } from '../../../harness/app/own-overlay.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { silent } from '../../../harness/progress.ts';
import { RecipeCheckout } from '../../../harness/recipe/checkout.ts';
import { readNotRun, type NotRun } from '../../../harness/run/not-run.ts';
import { loadRecipe, loadSettings } from '../../../harness/settings/settings.ts';

const overlayFile = 'tests/recipe-harness/overlay.ts';

let root: string;
let first: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rh-overlays-'));
  write('project/recipes/ghost.toml', 'memory = "64M"\n[source]\ngit = "../../recipe"\n');
  write('recipe/compose.yml', 'services:\n  app:\n    image: ghost\n    deploy:\n      labels: ["coop-cloud.x.version=1.0.0+1"]\n');
  write('recipe/.env.sample', 'TYPE=ghost\nDOMAIN=ghost.example.com\n');
  write(`recipe/${overlayFile}`, `import { writeFileSync } from 'node:fs';\nwriteFileSync('${root}/imported', '');\nexport default {};\n`);
  git('recipe', 'init', '-q', '-b', 'main');
  first = commit('recipe');
});
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', path.join(root, folder), '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8' }).trim();
}

function commit(folder: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '-q', '-m', 'x');
  return git(folder, 'rev-parse', 'HEAD');
}

/** What `overlays fetch` does; returns what it told. */
async function fetched(env: NodeJS.ProcessEnv = {}, names: readonly string[] = []): Promise<string> {
  const told: string[] = [];
  await fetchOverlays(loadSettings(path.join(root, 'project'), env), names, { ...silent, note: line => void told.push(line) });
  return told.join('\n');
}

const approve = (...approved: string[]) => write('project/harness.toml', `[overlays]\napproved = ${JSON.stringify(approved)}\n`);
const laid = () => path.join(root, 'project/recipe-harness.overlays/own/ghost/overlay.ts');

/** What a run does once the version under test is checked out. */
async function judged(env: NodeJS.ProcessEnv = {}): Promise<readonly NotRun[]> {
  const settings = loadSettings(path.join(root, 'project'), env);
  const recipe = loadRecipe(settings, 'ghost');
  const folder = mkdtempSync(path.join(root, 'run-'));
  const checkout = await RecipeCheckout.fetch(recipe, { abra: new Abra({ command: 'abra', abraDir: folder }), abraDir: folder, underTest: settings.underTest }, silent);
  judgeOwnOverlay({ settings, folder }, recipe, checkout, silent);
  return readNotRun(folder);
}

const refusal = async (env?: NodeJS.ProcessEnv) => judged(env).then(() => undefined, (error: unknown) => error instanceof HarnessError ? error.code : String(error));

describe("a recipe's own overlay", () => {
  test('that nobody approved is named with its files and the way out, and is neither fetched nor imported', async () => {
    expect(await judged()).toEqual([{
      recipe: 'ghost', what: "ghost's own overlay in tests/recipe-harness (overlay.ts)", why: 'ghost is not on the approved list',
      wayOut: `Read it, then add "ghost@${first}" to approved under [overlays] in harness.toml, and run \`npx recipe-harness overlays fetch ghost\`.`,
    }]);
    await expect(fetched({}, ['ghost'])).rejects.toThrow('ghost is not on the approved list, so its own overlay is not fetched. [ERR_OVERLAY_NOT_APPROVED');
    expect(existsSync(laid())).toBe(false);
    expect(existsSync(path.join(root, 'imported'))).toBe(false);
  });

  test('that is approved is fetched without being imported, and may run as long as it is that of the version under test', async () => {
    approve('ghost');
    expect(await fetched()).toContain(`1 files of ghost's tests/recipe-harness at commit ${first.slice(0, 8)}`);
    expect(readFileSync(laid(), 'utf8')).toBe(readFileSync(path.join(root, 'recipe', overlayFile), 'utf8'));
    expect(existsSync(path.join(root, 'imported'))).toBe(false);
    expect(await judged()).toEqual([]);

    write('recipe/tests/recipe-harness/functional/new.spec.ts', '');
    commit('recipe');
    expect(await refusal()).toBe('ERR_OVERLAY_STALE');
    await fetched();
    expect(await refusal()).toBeUndefined();
    expect(await refusal({ HARNESS_REF: first })).toBe('ERR_OVERLAY_STALE');
  });

  test('that is approved at one commit is laid down and runs at that commit alone', async () => {
    approve(`ghost@${first}`);
    await fetched();
    expect(existsSync(laid())).toBe(true);
    expect(await judged()).toEqual([]);

    write(`recipe/${overlayFile}`, 'changed by a stranger');
    const second = commit('recipe');
    expect(await refusal(), 'what was laid down is not of this version').toBe('ERR_OVERLAY_STALE');
    expect(await fetched()).toContain('nothing of ghost: approved is commit');
    expect(existsSync(laid())).toBe(false);
    expect(await judged()).toMatchObject([{ why: `approved is commit ${first.slice(0, 8)} alone, and under test is ${second.slice(0, 8)}` }]);
  });

  test('is taken from a working tree as it lies, changes included', async () => {
    approve('ghost');
    write(`recipe/${overlayFile}`, 'not committed');
    const env = { HARNESS_REF: path.join(root, 'recipe') };
    await fetched(env);
    expect(readFileSync(laid(), 'utf8')).toBe('not committed');
    expect(await refusal(env)).toBeUndefined();
    write(`recipe/${overlayFile}`, 'changed again');
    expect(await refusal(env)).toBe('ERR_OVERLAY_STALE');
    approve(`ghost@${first}`);
    expect(await judged(env)).toMatchObject([{ why: expect.stringContaining('with uncommitted changes') }]);
  });

  test("stands behind the user's own, and that is said", async () => {
    approve('ghost');
    write('project/overlays/ghost/overlay.ts', '');
    expect(await judged()).toMatchObject([{ why: `your own is used, ${path.join(root, 'project/overlays/ghost')}` }]);
  });

  test('that is not there is no matter', async () => {
    git('recipe', 'rm', '-q', '-r', 'tests');
    commit('recipe');
    expect(await judged()).toEqual([]);
    approve('ghost');
    await fetched();
    expect(await judged()).toEqual([]);
  });

  test('cannot write to the terminal by the names of its files', async () => {
    write('recipe/tests/recipe-harness/\u001b[2J.spec.ts', '');
    commit('recipe');
    expect((await judged())[0]?.what).toContain('("\\u001b[2J.spec.ts", overlay.ts)');
  });
});

describe("a repository of the user's own", () => {
  const settings = (ref: string) => write('project/harness.toml', `[overlays]\ngit = "../overlays.git-source"\nref = "${ref}"\nfolder = "for-tests"\n`);
  const brought = () => readdirSync(path.join(root, 'project/recipe-harness.overlays/git'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));

  beforeEach(() => {
    write('overlays.git-source/for-tests/ghost/overlay.ts', 'one');
    git('overlays.git-source', 'init', '-q', '-b', 'main');
    commit('overlays.git-source');
    git('overlays.git-source', 'tag', 'v1');
  });

  test('is brought at its ref, and stays at that commit until it is fetched again', async () => {
    settings('main');
    await fetched();
    expect(brought()).toEqual(['ghost/overlay.ts']);
    expect(loadRecipe(loadSettings(path.join(root, 'project'), {}), 'ghost').overlay).toBe(path.join(root, 'project/recipe-harness.overlays/git/ghost'));
    git('overlays.git-source', 'mv', 'for-tests/ghost/overlay.ts', 'for-tests/ghost/other.ts');
    commit('overlays.git-source');
    expect(brought()).toEqual(['ghost/overlay.ts']);
    await fetched();
    expect(brought()).toEqual(['ghost/other.ts']);
  });

  test('with a ref or a folder that it has not is told in one message', async () => {
    settings('v2');
    await expect(fetched()).rejects.toThrow(/overlays\.git-source has no branch, tag or commit "v2"[\s\S]*Did you mean v1\?/);
    write('project/harness.toml', '[overlays]\ngit = "../overlays.git-source"\nref = "v1"\nfolder = "elsewhere"\n');
    await expect(fetched()).rejects.toThrow('has no files in "elsewhere" at v1. [ERR_OVERLAYS_FOLDER');
  });
});
