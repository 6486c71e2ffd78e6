import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppCommands } from '../../../harness/abra/app.ts';
import { jsonDocuments } from '../../../harness/abra/json-output.ts';
import { SecretCommands } from '../../../harness/abra/secret.ts';
import { failureOf, fakeAbra, told } from './fixtures/fake-abra.ts';

const app = 'a.lab.test';
const quiet = ['--no-input', '--offline'];

describe('app', () => {
  test('new names recipe, version, domain and server; its file names the recipe that it was made from', async () => {
    const write = (text: string): string => `mkdir -p "$ABRA_DIR/servers/lab"; printf '${text}' > "$ABRA_DIR/servers/lab/${app}.env"`;
    const { abra, folder } = fakeAbra([
      { args: ['app', 'new', 'ghost', '1.0.0+5', '--domain', app, '--server', 'lab', ...quiet], do: write('TYPE=ghost:1.0.0+5\\n') },
      { args: ['app', 'new', 'ghost-fork', '--domain', app, '--server', 'lab', '--chaos', ...quiet], do: write('TYPE=ghost:1.0.0+5\\nDOMAIN=ghost.example.com\\n') },
    ]);
    const env = (): string => readFileSync(join(folder, 'servers/lab', `${app}.env`), 'utf8');
    await abra.app.new('ghost', { domain: app, server: 'lab', version: '1.0.0+5' });
    expect(env()).toBe('TYPE=ghost:1.0.0+5\n');
    await abra.app.new('ghost-fork', { domain: app, server: 'lab', chaos: true });
    expect(env()).toBe(`TYPE=ghost-fork:1.0.0+5\nDOMAIN=${app}\n`);
  });

  test('deploy, upgrade and rollback leave watching to the harness unless told otherwise', async () => {
    const checks = ['--no-converge-checks', '--no-domain-checks'];
    const { abra } = fakeAbra([
      { args: ['app', 'deploy', app, '1.0.0+5', ...quiet, '--force', ...checks] },
      { args: ['app', 'deploy', app, ...quiet, '--no-domain-checks'] },
      { args: ['app', 'upgrade', app, '1.1.0+5', ...quiet, ...checks] },
      { args: ['app', 'rollback', app, '1.0.0+5', ...quiet, ...checks] },
    ]);
    await abra.app.deploy(app, { version: '1.0.0+5', force: true });
    await abra.app.deploy(app, { noConvergeChecks: false });
    await abra.app.upgrade(app, { version: '1.1.0+5' });
    await abra.app.rollback(app, { version: '1.0.0+5' });
  });

  test('undeploy, volume rm and remove ask nothing', async () => {
    const { abra } = fakeAbra([
      { args: ['app', 'undeploy', app, ...quiet] },
      { args: ['app', 'volume', 'rm', app, '--force', ...quiet] },
      { args: ['app', 'remove', app, ...quiet] },
    ]);
    await abra.app.undeploy(app);
    await abra.app.volume.rm(app);
    await abra.app.remove(app);
  });

  test('ps reads an object of objects whose values are strings, whatever its keys', async () => {
    const output = `WARN something\n${JSON.stringify({ 0: { service: 'app', chaos: 'true', state: 'running', status: 'healthy', image: 'x:1', version: '1', ports: '', created: '' } })}\n`;
    const { abra } = fakeAbra([{ args: ['app', 'ps', app, '--machine', '--chaos', ...quiet], output }]);
    expect(await abra.app.ps(app)).toEqual([{ service: 'app', state: 'running', status: 'healthy', image: 'x:1', version: '1', chaos: true }]);
  });

  test('ls reads the apps of all servers', async () => {
    const output = JSON.stringify({ lab: { appCount: 1, apps: [{ server: 'lab', recipe: 'ghost', appName: app, domain: app, status: 'deployed', chaos: 'true', chaosVersion: 'abcdef12', version: '1.0.0+5', upgrade: 'latest' }] }, empty: { apps: null } });
    const { abra } = fakeAbra([{ args: ['app', 'ls', '--status', '--machine', ...quiet, '--server', 'lab'], output }]);
    expect(await abra.app.ls({ server: 'lab' })).toEqual([{ server: 'lab', recipe: 'ghost', appName: app, domain: app, status: 'deployed', version: '1.0.0+5', chaos: true, chaosVersion: 'abcdef12' }]);
  });

  test('an output without the JSON that it should hold is an error of its own', async () => {
    const { abra } = fakeAbra([{ args: ['app', 'ps', app, '--machine', '--chaos', ...quiet], output: 'INFO nothing here\n' }]);
    expect(await failureOf(abra.app.ps(app))).toMatchObject({ code: 'ERR_ABRA_OUTPUT', fault: 'harness' });
  });

  describe('run', () => {
    /** Stands for abra: its script sees `app run <app> <service> -- <command …>`. */
    const runIn = (argv: string[], script: string) => {
      const { abra, folder } = fakeAbra([]);
      return new AppCommands({ ...abra.options, command: writeScript(folder, script) }).run(app, 'app', argv);
    };
    const asInContainer = 'shift 5; "$@"; exit 0';

    test('hands on arguments with blanks, quotes and dollars, and returns output and status', async () => {
      expect(await runIn(['printf', '%s|', 'a b', "it's", '$HOME', '-x'], asInContainer)).toEqual({ stdout: "a b|it's|$HOME|-x|", exitCode: 0 });
      expect(await runIn(['sh', '-c', 'echo out; echo err >&2; exit 7'], asInContainer)).toEqual({ stdout: 'out\nerr\n', exitCode: 7 });
    });

    test('without the line that tells the status it failed, whatever abra says', async () => {
      await expect(runIn(['true'], 'echo "FATA no container"; exit 0')).rejects.toMatchObject({ code: 'ERR_ABRA_FAILED', fault: 'environment' });
    });
  });
});

function writeScript(folder: string, body: string): string {
  const file = join(folder, 'abra-inside');
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

describe('app secret', () => {
  const generate = ['app', 'secret', 'generate', app, '--all', '--machine', '--chaos', ...quiet];

  test.each([
    ['rows', JSON.stringify([{ name: 'db_password', value: 'geheim1' }, { NAME: 'key', VALUE: 'geheim2' }])],
    ['an object', JSON.stringify({ db_password: 'geheim1', key: 'geheim2' })],
    ['pretty-printed rows', JSON.stringify([{ name: 'db_password', value: 'geheim1' }, { name: 'key', value: 'geheim2' }], null, 2)],
  ])('generate reads %s, and tells names only', async (_shape, json) => {
    const progress = told();
    const { abra } = fakeAbra([{ args: generate, output: `INFO generating\n${json}\n` }]);
    expect(await abra.app.secret.generate(app, { all: true }, progress)).toEqual({ db_password: 'geheim1', key: 'geheim2' });
    expect(JSON.stringify(progress)).not.toContain('geheim');
    expect(progress.notes).toEqual(['secrets generated: db_password, key']);
  });

  test('generate with nothing left to generate is no error', async () => {
    const { abra } = fakeAbra([{ args: generate, output: 'WARN secrets exist already\n' }, { args: generate, output: '[]\n' }]);
    expect(await abra.app.secret.generate(app, { all: true })).toEqual({});
    expect(await abra.app.secret.generate(app, { all: true })).toEqual({});
  });

  test('generate that fails, or is not understood, shows no value', async () => {
    const { abra } = fakeAbra([
      { args: generate, output: '[{"name":"a","value":"geheim"}]\nFATA broken\n', status: 1 },
      { args: generate, output: '[{"odd":"geheim"}]\n' },
    ]);
    for (let i = 0; i < 2; i++) {
      const error = await failureOf(abra.app.secret.generate(app, { all: true }));
      expect(JSON.stringify(error) + error.message).not.toContain('geheim');
    }
  });

  test('insert hands the value over in a file of its own that is gone afterwards', async () => {
    const progress = told();
    const { abra, folder, got } = fakeAbra([{ args: [] }]);
    const error = await failureOf(abra.app.secret.insert(app, 'key', 'v1', 'geheim', {}, progress));
    expect(error.tail).toContain('unexpected arguments');
    const args = got(1);
    expect(args.slice(0, 6)).toEqual(['app', 'secret', 'insert', app, 'key', 'v1']);
    expect(args.slice(7)).toEqual(['--file', ...quiet]);
    expect(args[6]?.startsWith(folder)).toBe(true);
    expect(readdirSync(folder).filter(name => name.startsWith('secret-'))).toEqual([]);
    expect(progress.steps).toEqual([`abra app secret insert ${app} key v1`]);
    expect(JSON.stringify(progress)).not.toContain('geheim');
  });

  test('insert: the file holds the value byte for byte and is readable by this user only', async () => {
    const fake = fakeAbra([]);
    const command = writeScript(fake.folder, 'cat "$7" > "$ABRA_DIR/seen"; stat -c %a "$7" >> "$ABRA_DIR/seen"');
    await new SecretCommands({ ...fake.abra.options, command }).insert(app, 'key', 'v1', 'ä\n$x ');
    expect(readFileSync(join(fake.folder, 'seen'), 'utf8')).toBe('ä\n$x 600\n');
  });

  test('ls reads rows whose keys hold blanks', async () => {
    const output = JSON.stringify([{ name: 'key', version: 'v1', 'generated name': 'a_lab_test_key_v1', 'created on server': 'true' }, { name: 'x', version: 'v1', 'generated name': 'n', 'created on server': 'false' }]);
    const { abra } = fakeAbra([{ args: ['app', 'secret', 'ls', app, '--machine', '--chaos', ...quiet], output }]);
    expect(await abra.app.secret.ls(app)).toEqual([
      { name: 'key', version: 'v1', generatedName: 'a_lab_test_key_v1', onServer: true },
      { name: 'x', version: 'v1', generatedName: 'n', onServer: false },
    ]);
  });
});

describe('app backup and restore', () => {
  const create = ['app', 'backup', 'create', app, '--chaos', ...quiet];
  const snapshots = ['app', 'backup', 'snapshots', app, ...quiet];

  test.each([
    ['{"level":"INFO"}\n{"message_type":"summary","snapshot_id":"13eee64e0a","files_new":139}\n', '13eee64e0a'],
    ["INFO Backup complete: {'snapshot_id': '13eee64e'}\n", '13eee64e'],
    ['snapshot 13eee64e saved\nbackup finished\n', '13eee64e'],
  ])('create finds the snapshot in %j', async (output, snapshot) => {
    const { abra } = fakeAbra([{ args: create, output }]);
    expect(await abra.app.backup.create(app)).toEqual({ snapshot });
  });

  test('create without a snapshot is an error, though abra ended well', async () => {
    const { abra } = fakeAbra([{ args: create, output: 'backup finished\n' }]);
    expect(await failureOf(abra.app.backup.create(app))).toMatchObject({ code: 'ERR_ABRA_OUTPUT' });
  });

  test.each([
    ['[{"time":"2026-11-01T10:00:00Z","id":"13eee64e00000000","short_id":"13eee64e"}]\n'],
    ['┃ 13eee64e ┃ 2026-11-01T10:00:00Z ┃\n'],
    ['13eee64e 2026-11-01T10:00:00Z\n'],
    ['2026-11-01T10:00:00Z\t13eee64e\n'],
  ])('snapshots reads %j', async output => {
    const { abra } = fakeAbra([{ args: snapshots, output }]);
    expect(await abra.app.backup.snapshots(app)).toEqual([{ id: '13eee64e', time: '2026-11-01T10:00:00Z' }]);
  });

  test('no snapshots is an empty list', async () => {
    const { abra } = fakeAbra([{ args: snapshots, output: 'INFO none\n' }]);
    expect(await abra.app.backup.snapshots(app)).toEqual([]);
  });

  test('restore names its snapshot', async () => {
    const { abra } = fakeAbra([{ args: ['app', 'restore', app, '13eee64e', '--chaos', ...quiet] }]);
    await abra.app.restore(app, { snapshot: '13eee64e' });
  });

  test.each([
    ['{"level": "ERROR", "message": "restic failed: Fatal: wrong password or no key found"}\nFATA exit status 1\n', 'environment'],
    ['{"level": "ERROR", "message": "restic failed: Fatal: nothing to backup, please specify source files/dirs"}\nFATA exit status 1\n', 'recipe'],
  ])('a bot that fails with %j is the fault of the %s', async (output, fault) => {
    const { abra } = fakeAbra([{ args: create, output, status: 1 }]);
    expect(await failureOf(abra.app.backup.create(app))).toMatchObject({ code: 'ERR_ABRA_FAILED', fault });
  });

  test('a missing backup bot is the environment\'s fault', async () => {
    const { abra } = fakeAbra([{ args: create, output: 'FATA no backupbot discovered, is it deployed?\n', status: 1 }]);
    expect(await failureOf(abra.app.backup.create(app))).toMatchObject({ fault: 'environment' });
  });
});

describe('recipe and server', () => {
  test('fetch of what no catalogue knows is the user\'s mistake', async () => {
    const { abra } = fakeAbra([{ args: ['recipe', 'fetch', 'gohst', '--no-input'], output: 'FATA cannot find gohst\n', status: 1 }]);
    expect(await failureOf(abra.recipe.fetch('gohst'))).toMatchObject({ fault: 'user' });
  });

  test('lint reads the table, since its status tells nothing', async () => {
    const output = [
      '┏━━━━━━┳━━━━━━┓', '┃ REF  ┃ RULE               ┃ SEVERITY ┃ SATISFIED ┃ SKIPPED ┃ HOW TO FIX ┃', '┣━━━━━━╋━━━━━━┫',
      '┃ R001 ┃ compose config has expected version ┃ warn ┃ ✅ ┃ - ┃ set it ┃', '┃ R011 ┃ all services have images ┃ error ┃ ❌ ┃ - ┃ give it one ┃', '┗━━━━━━┻━━━━━━┛', 'WARN critical errors present in ghost config',
    ].join('\n');
    const { abra } = fakeAbra([{ args: ['recipe', 'lint', 'ghost', '--chaos', ...quiet], output }]);
    expect((await abra.recipe.lint('ghost')).map(({ ref, severity, satisfied, howToFix }) => [ref, severity, satisfied, howToFix]))
      .toEqual([['R001', 'warn', true, 'set it'], ['R011', 'error', false, 'give it one']]);
  });

  test('lint that cannot lint is the recipe\'s fault', async () => {
    const { abra } = fakeAbra([{ args: ['recipe', 'lint', 'ghost', '--chaos', ...quiet], output: 'FATA unable to validate recipe: no .env.sample\n', status: 1 }]);
    expect(await failureOf(abra.recipe.lint('ghost'))).toMatchObject({ code: 'ERR_ABRA_FAILED', fault: 'recipe' });
  });

  test('versions reads tags from rows and from keys', async () => {
    const args = ['recipe', 'versions', 'ghost', '--machine', ...quiet];
    const { abra } = fakeAbra([
      { args, output: '[{"service":"app","image":"ghost","tag":"5","version":"1.0.0+5"},{"service":"db","version":"1.0.0+5"}]\n' },
      { args, output: '[{"1.0.0+5":{"app":{"image":"ghost","tag":"5"}}},{"1.1.0+5":{}}]\n' },
    ]);
    expect(await abra.recipe.versions('ghost')).toEqual(['1.0.0+5']);
    expect(await abra.recipe.versions('ghost')).toEqual(['1.0.0+5', '1.1.0+5']);
  });

  test('server ls and version', async () => {
    const { abra } = fakeAbra([
      { args: ['server', 'ls', '--machine', '--no-input'], output: '[{"name":"lab","host":"local"}]\n' },
      { args: ['--version'], output: 'abra version 0.13.0-beta-06a57de\n' },
    ]);
    expect(await abra.server.ls()).toEqual([{ name: 'lab', host: 'local' }]);
    expect(await abra.version()).toBe('0.13.0-beta-06a57de');
  });
});

test('JSON is found among log lines that start with brackets', () => {
  expect(jsonDocuments('[2026-11-01] hello\n[1]\n{\n "a": [\n 1\n ]\n}\n{broken\n{"b":2}')).toEqual([[1], { a: [1] }, { b: 2 }]);
  expect(jsonDocuments('[log] x\n'.repeat(20_000))).toEqual([]);
});
