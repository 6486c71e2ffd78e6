import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Abra } from '../../../harness/abra/abra.ts';
import { silent } from '../../../harness/progress.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';
import { RecipeCheckout } from '../../../harness/recipe/checkout.ts';
import { recipeSchema, type Recipe } from '../../../harness/settings/recipe-schema.ts';
import { fakeAbra } from '../abra/fixtures/fake-abra.ts';

let root: string;
let source: string;
let abraDir: string;

/** Two releases, made once and copied for each test. */
let made: string;
beforeAll(() => {
  made = source = mkdtempSync(join(tmpdir(), 'checkout-made-'));
  git('init', '-q', '-b', 'main');
  release('1.0.0+1.22');
  release('1.1.0+1.24');
});
afterAll(() => { rmSync(made, { recursive: true, force: true }); });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checkout-'));
  source = join(root, 'source');
  abraDir = join(root, 'abra');
  cpSync(made, source, { recursive: true });
  mkdirSync(abraDir);
});
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

function git(...args: string[]): string {
  return execFileSync('git', ['-C', source, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(source, file)), { recursive: true });
  writeFileSync(join(source, file), text);
}

function commit(version: string): string {
  write('compose.yml', `services:\n  app:\n    image: nginx:\${NGINX_VERSION}\n    deploy:\n      labels: ["coop-cloud.\${STACK_NAME}.version=${version}"]\n`);
  write('.env.sample', 'TYPE=web\nDOMAIN=web.example.com\nCOMPOSE_FILE="compose.yml"\n');
  write('abra.sh', 'export NGINX_VERSION=1.24\n');
  write('.gitignore', '*.ignored\n');
  git('add', '-A');
  git('commit', '-q', '-m', version);
  return git('rev-parse', 'HEAD');
}

function release(version: string): string {
  const made = commit(version);
  git('tag', '-a', '-m', version, version);
  return made;
}

function recipe(from: Record<string, string>): Recipe {
  return { ...recipeSchema.parse({ memory: '64M', source: from }), name: 'web', file: join(root, 'web.toml'), overlay: undefined };
}

function fetch(from: Record<string, string>, underTest?: string): Promise<RecipeCheckout> {
  return RecipeCheckout.fetch(recipe(from), { abra: fakeAbra([]).abra, abraDir, underTest }, silent);
}

describe('the head under test', () => {
  test('is the newest commit of a git source', async () => {
    const newest = commit('1.2.0+1.24');
    const checkout = await fetch({ git: source });
    expect(checkout.head).toEqual({ commit: newest, ref: 'main', version: '1.2.0+1.24', dirty: false });
    expect(checkout.folder).toBe(join(abraDir, 'recipes/web'));
    expect((await checkout.previousRelease())?.release.tag).toBe('1.1.0+1.24');
  });

  test('is a tag, a branch, a commit or a short one, from settings or from the recipe file', async () => {
    const first = git('rev-parse', '1.0.0+1.22^{commit}');
    git('branch', 'feature/x', first);
    for (const [underTest, ref] of [['1.0.0+1.22'], ['feature/x'], [first], [first.slice(0, 8)], [undefined, '1.0.0+1.22']] as const) {
      rmSync(abraDir, { recursive: true });
      mkdirSync(abraDir);
      expect((await fetch({ git: source, ...(ref ? { ref } : {}) }, underTest)).head).toMatchObject({ commit: first, version: '1.0.0+1.22', ref: underTest ?? ref });
    }
  });

  test('may be a ref that a clone leaves out, such as a pull request', async () => {
    git('update-ref', 'refs/pull/7/head', commit('9.0.0+1'));
    git('reset', '-q', '--hard', 'HEAD~1');
    expect((await fetch({ git: source }, 'refs/pull/7/head')).head.version).toBe('9.0.0+1');
  });

  test('that does not exist is told with the nearest names', async () => {
    git('branch', 'feature');
    await expect(fetch({ git: source }, 'featrue')).rejects.toMatchObject({ code: 'ERR_REF_UNKNOWN', fault: 'user', wayOut: 'Did you mean feature?' });
    await expect(fetch({ git: source }, '--upload-pack=touch /tmp/x')).rejects.toMatchObject({ code: 'ERR_REF_UNKNOWN' });
  });

  test('of a working tree holds its uncommitted and untracked changes, not the ignored ones', async () => {
    write('abra.sh', 'export NGINX_VERSION=1.25\n');
    write('new/untracked file', 'x');
    write('secret.ignored', 'x');
    symlinkSync('abra.sh', join(source, 'link'));
    chmodSync(join(source, 'new/untracked file'), 0o755);
    rmSync(join(source, '.env.sample'));
    const checkout = await fetch({ path: source });
    expect(checkout.head).toMatchObject({ dirty: true, commit: git('rev-parse', 'HEAD'), ref: 'main' });
    const inClone = (file: string): string => join(checkout.folder, file);
    const look = (): unknown[] => [readFileSync(inClone('abra.sh'), 'utf8'), lstatSync(inClone('new/untracked file')).mode & 0o777, lstatSync(inClone('link')).isSymbolicLink(), existsSync(inClone('.env.sample')), existsSync(inClone('secret.ignored'))];
    const changed = ['export NGINX_VERSION=1.25\n', 0o755, true, false, false];
    expect(look()).toEqual(changed);

    await checkout.checkoutRelease('1.0.0+1.22');
    expect([existsSync(inClone('new')), existsSync(inClone('.env.sample')), existsSync(inClone('link'))]).toEqual([false, true, false]);
    expect(execFileSync('git', ['-C', checkout.folder, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');

    rmSync(source, { recursive: true });
    writeFileSync(inClone('left behind'), 'x');
    await checkout.checkoutHead();
    expect(look()).toEqual(changed);
    expect(existsSync(inClone('left behind'))).toBe(false);
  });

  test('of a clean working tree is not dirty, also at a detached head, also by a path under test', async () => {
    git('checkout', '-q', '--detach', '1.0.0+1.22');
    expect((await fetch({ catalogue: 'web' }, source)).head).toMatchObject({ dirty: false, version: '1.0.0+1.22', ref: 'HEAD' });
  });

  test('stays the same for the run\'s other processes', async () => {
    const first = await fetch({ git: source });
    commit('5.0.0+1');
    const second = await fetch({ git: source });
    expect(second.head).toEqual(first.head);
  });
});

describe('sources', () => {
  test('a catalogue name is fetched by abra', async () => {
    const { abra } = fakeAbra([{ args: ['recipe', 'fetch', 'nginx', '--no-input'], do: `mkdir -p "$ABRA_DIR/recipes"; git clone -q '${source}' "$ABRA_DIR/recipes/nginx"` }], { abraDir });
    const fake = { ...process.env, ...abra.options.env };
    const checkout = await RecipeCheckout.fetch(recipe({ catalogue: 'nginx' }), { abra: new Abra({ ...abra.options, env: fake }), abraDir }, silent);
    expect(checkout.folder).toBe(join(abraDir, 'recipes/web'));
    expect(checkout.head.version).toBe('1.1.0+1.24');
  });

  test('release tags come from upstream as well', async () => {
    const mirror = join(root, 'mirror');
    execFileSync('git', ['clone', '-q', '--no-tags', source, mirror]);
    const checkout = await fetch({ git: mirror, upstream: source });
    expect((await checkout.releases()).map(r => [r.tag, r.annotated])).toEqual([['1.0.0+1.22', true], ['1.1.0+1.24', true]]);
    expect(await checkout.hasOnlyAnnotatedTags()).toBe(true);
  });

  test('a lightweight tag is known as such', async () => {
    git('tag', '1.0.5+1.22', '1.0.0+1.22^{commit}');
    const fetched = await fetch({ git: source });
    expect(await fetched.hasOnlyAnnotatedTags()).toBe(false);
    const light = (await fetched.releases())[1];
    expect(light).toEqual({ tag: '1.0.5+1.22', annotated: false, commit: git('rev-parse', '1.0.0+1.22^{commit}') });
  });

  test.each([
    [{ git: '/no/such/repository' }, 'user'],
    [{ path: '/no/such/folder' }, 'user'],
    [{ path: tmpdir() }, 'user'],
  ])('%o cannot be fetched, and that is told', async (from, fault) => {
    await expect(fetch(from)).rejects.toMatchObject({ code: 'ERR_RECIPE_SOURCE', fault });
  });
});

test('files are read at the version that is checked out', async () => {
  const checkout = await fetch({ git: source });
  const env = EnvFile.parse('/x/web-a1b2c3.lab.test.env', Buffer.from('COMPOSE_FILE=compose.yml\n'));
  expect((await checkout.envSample()).get('DOMAIN')).toBe('web.example.com');
  expect(await checkout.images(env)).toEqual(['nginx:1.24']);
  expect(checkout.compose(env).services.map(service => service.labels)).toEqual([{ 'coop-cloud.web-a1b2c3_lab_test.version': '1.1.0+1.24' }]);
  expect(checkout.serviceNames(new Map())).toEqual(['app']);
  expect(checkout.composeFiles(new Map([['COMPOSE_FILE', 'a.yml:b.yml']]))).toEqual(['a.yml', 'b.yml']);
});
