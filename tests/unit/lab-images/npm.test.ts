/** Packages from the npm registry go into an image as they were pinned, and nothing of theirs runs but the compiler asked for. npm is stood in for: it alone knows where the registry is. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compileAddons } from '../../../lab/images/addons.ts';
import { installNpmPackages } from '../../../lab/images/npm.ts';

/** Writes down how it was called; installs what package.json names, `with-addon` among them having a file that only `rebuild` makes. */
const npm = (log: string): string => `#!/bin/sh
echo "$PWD $*" >> ${log}
env | grep -E '^(npm_|NODE|INIT_CWD|FORCED)' | sort >> ${log}.env
case $1 in
  pack) cp ${log}.tgz ./app-1.0.0.tgz; echo app-1.0.0.tgz;;
  install) case "$*" in
      *node-linux*) for w; do [ "$p" = --prefix ] && d=$w; p=$w; done; mkdir -p "$d/node_modules/node-linux-${process.arch}/bin"; echo "$*" > "$d/node_modules/node-linux-${process.arch}/bin/node";;
      *) for p in with-addon other; do mkdir -p node_modules/$p; echo "{\\"name\\":\\"$p\\",\\"version\\":\\"1.2.3\\"}" > node_modules/$p/package.json; done; echo map > node_modules/other/x.map;;
    esac;;
  rebuild) mkdir -p node_modules/$2/build/Release/obj.target; echo binary > node_modules/$2/build/Release/x.node; echo o > node_modules/$2/build/Release/obj.target/x.o;;
esac
`;

const quiet = (): void => undefined;
let scratch: string;
const log = (): string => readFileSync(join(scratch, 'log'), 'utf8');
const packages = { folder: '/opt/app', dependencies: { app: '1.0.0' }, before: '2026-11-15' };
const install = (more: object, tree = 'tree') => installNpmPackages({ ...packages, ...more }, { version: '24.0.0', headers: '24.0.1' }, join(scratch, tree), join(scratch, 'cache'), quiet);

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lab-npm-'));
  mkdirSync(join(scratch, 'path'));
  writeFileSync(join(scratch, 'path', 'npm'), npm(join(scratch, 'log')));
  chmodSync(join(scratch, 'path', 'npm'), 0o755);
  vi.stubEnv('PATH', `${join(scratch, 'path')}:${process.env['PATH'] ?? ''}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

test('what is installed is named with its version, resolved as of a day, and runs nothing', async () => {
  await install({ overrides: { other: '1.2.3' } });

  expect(JSON.parse(readFileSync(join(scratch, 'tree/opt/app/package.json'), 'utf8'))).toEqual({ private: true, dependencies: { app: '1.0.0' }, overrides: { other: '1.2.3' } });
  const installs = log().split('\n').filter((line) => line.includes(' install '));
  expect(installs.every((line) => line.includes('--ignore-scripts'))).toBe(true);
  expect(installs.at(-1)).toContain('--before 2026-11-15T23:59:59Z');
});

test('an addon is compiled once for all trees, without what the compiler leaves about', async () => {
  await install({ compile: ['with-addon'] }, 'one');
  await install({ compile: ['with-addon'] }, 'two');

  for (const tree of ['one', 'two']) expect(readFileSync(join(scratch, tree, 'opt/app/node_modules/with-addon/build/Release/x.node'), 'utf8')).toBe('binary\n');
  expect(existsSync(join(scratch, 'two/opt/app/node_modules/with-addon/build/Release/obj.target'))).toBe(false);
  expect(log().split('\n').filter((line) => / rebuild /.test(line))).toHaveLength(1);
});

test('an addon is compiled against the headers of the version that is named for it', async () => {
  await install({ compile: ['with-addon'] });

  const [, headers = ''] = /npm_config_nodedir=(.*)\n(?![^]*npm_config_nodedir)/.exec(readFileSync(join(scratch, 'log.env'), 'utf8')) ?? [];
  expect(readFileSync(join(headers, 'bin/node'), 'utf8')).toContain('@24.0.1');
});

test('an addon that nothing depends on any more is refused by its name', async () => {
  await expect(install({ compile: ['gone'] })).rejects.toMatchObject({ code: 'ERR_LAB_IMAGE_ADDON', message: expect.stringContaining('gone') });
});

test('an addon whose compiler run gave none is refused, and is not kept', async () => {
  writeFileSync(join(scratch, 'path', 'npm'), npm(join(scratch, 'log')).replace('echo binary >', ': echo >').replace('/x.node', '/x.nothing'));
  const folder = join(scratch, 'made');
  mkdirSync(join(folder, 'node_modules/with-addon'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/with-addon/package.json'), '{"version":"1.2.3"}');
  const given = { folder, node: scratch, version: { version: '24.0.0' }, cacheFolder: join(scratch, 'cache'), before: '2026-11-15' };

  await expect(compileAddons(['with-addon'], given, quiet)).rejects.toMatchObject({ code: 'ERR_LAB_IMAGE_ADDON' });
  expect(existsSync(join(scratch, 'cache/images/addons/with-addon'))).toBe(false);
});

test('what lies in an archive of its own is laid into the folder itself', async () => {
  const folder = join(scratch, 'package');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.js'), 'the app');
  execFileSync('tar', ['-czf', join(scratch, 'log.tgz'), '-C', scratch, 'package']);

  await install({ unpacked: true });

  expect(readFileSync(join(scratch, 'tree/opt/app/index.js'), 'utf8')).toBe('the app');
  expect(existsSync(join(scratch, 'tree/opt/app/app-1.0.0.tgz'))).toBe(false);
});

test('what no program needs is left out', async () => {
  await install({ leaveOut: ['./node_modules/*.map'] });
  expect(existsSync(join(scratch, 'tree/opt/app/node_modules/other/x.map'))).toBe(false);
  expect(existsSync(join(scratch, 'tree/opt/app/node_modules/other/package.json'))).toBe(true);
});

test('the user\'s way to the registry gets in, what an outer npm says of itself does not', async () => {
  vi.stubEnv('npm_config_registry', 'https://registry.example/');
  vi.stubEnv('npm_config_nodedir', '/headers/of/another/node');
  vi.stubEnv('npm_package_name', 'outer');
  vi.stubEnv('NODE_OPTIONS', '--inspect');

  await install({});

  const seen = readFileSync(join(scratch, 'log.env'), 'utf8');
  expect(seen).toContain('npm_config_registry=https://registry.example/');
  expect(seen).not.toMatch(/another|npm_package_name|NODE_OPTIONS/);
});

test('a failure is told with the end of what npm said', async () => {
  writeFileSync(join(scratch, 'path', 'npm'), '#!/bin/sh\necho "npm error code E404" >&2\nexit 1\n');
  await expect(install({})).rejects.toMatchObject({ code: 'ERR_LAB_IMAGE_NPM', detail: expect.stringContaining('E404') });
});
