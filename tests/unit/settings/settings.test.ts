import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { loadRecipe, loadRecipes, loadSettings, readTarget } from '../../../harness/settings/settings.ts';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'settings-')); });
afterEach(() => { rmSync(root, { recursive: true, force: true }); });

function write(file: string, text: string): string {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function failure(body: () => unknown): HarnessError {
  try {
    body();
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const target = ['[target]', 'abra = "abra"', 'server = "example.org"', 'docker = "ssh://me@example.org"', 'zone = "ci.example.org"'].join('\n');

describe('loadSettings', () => {
  test('without harness.toml everything has its default and the target is the lab', () => {
    const settings = loadSettings(root, { XDG_STATE_HOME: '/state' });
    expect(settings).toMatchObject({
      root, file: undefined, target: undefined, keep: false, adopt: undefined, underTest: undefined, base: undefined,
      recipesFolder: join(root, 'recipes'), overlaysFolder: join(root, 'overlays'), stateFolder: '/state/recipe-harness',
    });
    expect(settings.labCommand[0]).toBe(process.execPath);
    expect(settings.labCommand[1]).toMatch(/\/lab\/cli\.ts$/);
  });

  test('reads target and folders, and makes paths absolute against the file', () => {
    write('harness.toml', `${target}\nca = "certs/root.crt"\n[folders]\nrecipes = "r"\n[lab]\ncommand = ["lab"]\n`);
    const settings = loadSettings(root, {});
    expect(settings.target).toMatchObject({ abra: 'abra', ca: join(root, 'certs/root.crt'), pull: 'missing' });
    expect(settings.recipesFolder).toBe(join(root, 'r'));
    expect(settings.labCommand).toEqual(['lab']);
  });

  test('reads the environment', () => {
    expect(loadSettings(root, { HARNESS_KEEP: '1', HARNESS_RUN: 'a1b2c3', HARNESS_REF: 'main', HARNESS_BASE: '1.0.0+1', RECIPE_HARNESS_STATE: '/s' }))
      .toMatchObject({ keep: true, adopt: 'a1b2c3', underTest: 'main', base: '1.0.0+1', stateFolder: '/s' });
    expect(loadSettings(root, { HARNESS_REF: './tree', HARNESS_KEEP: '0' })).toMatchObject({ underTest: join(process.cwd(), 'tree'), keep: false });
  });

  test.each([
    [{ HARNESS_KEEP: 'maybe' }, 'HARNESS_KEEP="maybe"'],
    [{ HARNESS_RUN: '../x' }, 'HARNESS_RUN="../x"'],
  ])('refuses %o', (env, text) => {
    expect(failure(() => loadSettings(root, env))).toMatchObject({ code: 'ERR_SETTINGS_ENVIRONMENT', fault: 'user', shortMessage: expect.stringContaining(text) as string });
  });

  test('a misspelt key is named with file, line and the nearest key', () => {
    write('harness.toml', `${target}\nadress = "192.0.2.1"\n`);
    const error = failure(() => loadSettings(root, {}));
    expect(error).toMatchObject({ code: 'ERR_SETTINGS_INVALID', fault: 'user', wayOut: 'Write "address" instead of "adress".' });
    expect(error.shortMessage).toMatch(/harness\.toml:6: "target\.adress" is not a known key\.$/);
    expect(error.stack).not.toMatch(/\n\s+at /);
  });

  test.each([
    ['docker = "ssh://me@example.org"', 'docker = "/run/docker.sock"', '"target.docker" = "/run/docker.sock": must start with unix:///'],
    ['zone = "ci.example.org"', 'zone = "CI.example.org"', '"target.zone" = "CI.example.org": must be a DNS name'],
    ['server = "example.org"', 'server = 5', '"target.server" is 5 without quotes'],
    ['abra = "abra"\n', '', '"target.abra" is missing.'],
    ['abra = "abra"', 'abra = "abra"\npull = "often"', '"target.pull" = "often"'],
    ['abra = "abra"', 'abra = "abra"\naddress = "here"', '"target.address" = "here": must be an IPv4 or IPv6 address'],
  ])('%s replaced by %s is refused', (from, to, text) => {
    write('harness.toml', target.replace(from, to));
    expect(failure(() => loadSettings(root, {})).shortMessage).toContain(text);
  });

  test('broken TOML is told with its line', () => {
    write('harness.toml', '[target]\nabra = abra\n');
    const error = failure(() => loadSettings(root, {}));
    expect(error).toMatchObject({ code: 'ERR_SETTINGS_SYNTAX', fault: 'user' });
    expect(error.shortMessage).toMatch(/harness\.toml:2: this is not TOML/);
    expect(error.wayOut).toMatch(/^Mend line 2, column \d+\.$/);
  });
});

describe('readTarget', () => {
  test('reads the file that the lab writes', () => {
    expect(readTarget(write('target.toml', `${target}\ncatalogue = "catalogue"\n`))).toMatchObject({ catalogue: join(root, 'catalogue') });
  });

  test('a missing file is told, not thrown raw', () => {
    expect(failure(() => readTarget(join(root, 'none.toml')))).toMatchObject({ code: 'ERR_SETTINGS_MISSING', fault: 'user' });
  });
});

describe('recipes', () => {
  const good = '[source]\ncatalogue = "ghost"\n';
  const withMemory = `memory = "512M"\n${good}`;

  test('are sorted, with their overlay and absolute paths', () => {
    write('recipes/ghost.toml', withMemory);
    write('recipes/backdrop.toml', 'memory = "1G"\n[source]\npath = "../src"\nupstream = "../up.git"\n');
    mkdirSync(join(root, 'overlays/ghost'), { recursive: true });
    const recipes = loadRecipes(loadSettings(root, {}));
    expect(recipes.map(r => [r.name, r.overlay])).toEqual([['backdrop', undefined], ['ghost', join(root, 'overlays/ghost')]]);
    expect(recipes[0]?.source).toEqual({ path: join(root, 'src'), upstream: join(root, 'up.git') });
    expect(recipes[1]).toMatchObject({ health: { path: '/', status: [200] }, hosts: {}, env: {}, requires: [], upgrade: { env: {} } });
  });

  test('an unknown name gets the nearest ones', () => {
    write('recipes/ghost.toml', withMemory);
    const error = failure(() => loadRecipe(loadSettings(root, {}), 'gohst'));
    expect(error).toMatchObject({ code: 'ERR_RECIPE_UNKNOWN', fault: 'user', wayOut: 'Did you mean ghost?' });
    expect(failure(() => loadRecipe(loadSettings(root, {}), 'zulip')).wayOut).toBe('Choose one of: ghost.');
  });

  test('an app without HTTP names its port in one line', () => {
    write('recipes/mumble.toml', `${withMemory}[health]\ntls = 64738\n`);
    write('recipes/smtp.toml', `${withMemory}[health]\ntcp = 25\n`);
    expect(loadRecipes(loadSettings(root, {})).map(({ health }) => health)).toEqual([{ port: 64738, speaks: 'tls' }, { port: 25, speaks: 'tcp' }]);
  });

  test('no folder of recipes is no recipes', () => {
    expect(loadRecipes(loadSettings(root, {}))).toEqual([]);
  });

  test.each([
    [good, '"memory" is missing.', /Memory that the app takes/],
    [`${withMemory}[helth]\npath = "/"\n`, '"helth" is not a known key.', /Write "health" instead/],
    [`memory = "lots"\n${good}`, '"memory" = "lots": a size such as', /Mend "memory"/],
    [`memory = "1G"\n[source]\ncatalogue = "a"\ngit = "b"\n`, 'must hold exactly one of catalogue, git, path', /Mend "source"/],
    [`${withMemory}[env]\nport = "1"\n`, '"env.port" is not a possible key', /Rename "port"/],
    [`${withMemory}[env]\nPORT = 80\n`, '"env.PORT" is 80 without quotes', /Write PORT = "80"/],
    [`${withMemory}[env]\nPORT = "80"\n[mail.env]\nPORT = "{mail.port}"\n`, '"mail.env.PORT" = "{mail.port}": stands under [env] as well', /Mend/],
    [`${withMemory}[health]\nstatus = 200\n`, '"health.status" = 200: must be a list', /Mend/],
    [`${withMemory}[health]\nstatus = [99]\n`, '"health.status[0]" = 99', /Mend/],
    [`${withMemory}[health]\ntcp = 25\npath = "/"\n`, '"health.tcp" = 25: stands beside `path`: an app is ready by one or the other', /Mend/],
    [`${withMemory}[health]\ntcp = 25\ntls = 465\n`, '"health.tcp" = 25: stands beside `tls`', /Mend/],
    [`${withMemory}[health]\ntls = 70000\n`, '"health.tls" = 70000', /Mend/],
    [`${withMemory}ref = "--upload-pack=x"\n`, '"source.ref" = "--upload-pack=x": must not be empty, start with a hyphen', /Mend/],
    [`${withMemory}[[declared]]\nrung = "sso"\n`, '"declared[0].blocker" is missing.', /technical reason/],
  ])('a mistake in %j is explained', (text, what, wayOut) => {
    write('recipes/ghost.toml', text);
    const error = failure(() => loadRecipe(loadSettings(root, {}), 'ghost'));
    expect(error.message).toContain(what);
    expect(error.wayOut).toMatch(wayOut);
  });

  test('mistakes in several files are told in one message', () => {
    write('recipes/a.toml', good);
    write('recipes/B.toml', withMemory);
    write('recipes/c.toml', 'memory = ');
    const error = failure(() => loadRecipes(loadSettings(root, {})));
    expect(error.shortMessage).toMatch(/^3 mistakes in the settings:\n.*B\.toml: .*\n.*a\.toml: .*\n.*c\.toml:1: /);
  });
});
