/** Given a folder of a user's own with the packed library, when they run their recipes, then all of it works as in the repository. Part of `npm run test:apps`. */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { labFolder, labTarget } from '../lab.ts';
import { runSuite } from './run-suite.ts';
import { asNobody, throughSsh } from './through-ssh.ts';
import { packLibrary, userProject } from './user-project.ts';

test.describe.configure({ mode: 'serial', timeout: 400_000 });

let root = '';

test.beforeAll(async () => {
  // Compiling the library and installing what it needs, node-pty from source among it.
  test.setTimeout(400_000);
  root = await userProject(await packLibrary());
});

test.afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

test('two recipes and an overlay of their own are green', { tag: '@package' }, async () => {
  const run = await runSuite([], { root });
  expect(run.exitCode, run.output).toBe(0);
  const passed = run.tests.filter(each => each.status === 'passed').map(each => `${each.project}: ${each.title}`);
  expect(passed).toEqual(expect.arrayContaining([
    'custom-html: my own page is served', 'custom-html: a disaster is survived', 'custom-html: is removed without a trace',
    'kinto: installs from nothing', 'kinto: upgrades from the previous release with its data', 'kinto: is removed without a trace',
  ]));
  expect(readFileSync(join(labFolder(), 'bin', 'abra'), 'utf8'), 'the lab stays that of the copy that started it').not.toContain(root);
});

test('with one worker, the two apps never live at once', { tag: '@package' }, async () => {
  const run = await runSuite(['--workers=1', '--grep', '@install|@teardown'], { root });
  expect(run.exitCode, run.output).toBe(0);
  const [first, second] = ['custom-html', 'kinto'].map(project => run.tests.filter(each => each.project === project));
  const removedAt = Math.max(...first!.map(each => each.startTime + each.duration));
  expect(Math.min(...second!.map(each => each.startTime)), 'kinto begins after custom-html is gone').toBeGreaterThanOrEqual(removedAt);
});

test('a user without rights, to whom the engine is open only through ssh, is green as well', { tag: '@package' }, async () => {
  const desk = `${root}-ssh`;
  cpSync(root, desk, { recursive: true, verbatimSymlinks: true });
  try {
    const run = await runSuite(['--project=custom-html'], await throughSsh(desk));
    expect(run.exitCode, run.output).toBe(0);
    expect(run.tests.filter(each => each.status === 'passed').map(each => each.title)).toEqual(expect.arrayContaining([
      'installs from nothing', 'a restore brings back what was wiped', 'upgrades from the previous release with its data', 'is removed without a trace',
    ]));
    const [command = '', ...words] = asNobody;
    await expect(execa(command, [...words, '/usr/bin/docker', '--host', labTarget().docker, 'info']),
      'the engine has no other door for this user').rejects.toThrow(/permission denied|Cannot connect/i);
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
});

test('a run from which a generic spec is missing is not green', { tag: '@package' }, async () => {
  const library = join(root, 'node_modules', 'recipe-harness', 'generic');
  rmSync(join(library, readdirSync(library).find(file => /^2-backup\.spec\.(js|ts)$/.test(file))!));
  const run = await runSuite(['--project=custom-html'], { root });
  expect(run.exitCode).not.toBe(0);
  expect(run.output).toContain('2-backup');
});
