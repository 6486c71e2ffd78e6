/** Given a maintainer with the recipe custom-html, when they run its suite, then it behaves as Playwright users expect. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { labEngine } from '../lab.ts';
import { repository, runSuite } from './run-suite.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const passed = (run: Awaited<ReturnType<typeof runSuite>>) => run.tests.filter(each => each.status === 'passed').map(each => each.title);

/** What `abra app new` says once for each app. */
const installsIn = (output: string) => [...output.matchAll(/new app 'cust-/g)].length;

async function nothingOf(recipe: string): Promise<string[]> {
  const engine = await labEngine();
  const services = await engine.docker.listServices();
  const volumes = (await engine.docker.listVolumes()).Volumes.map(volume => volume.Name);
  engine.close();
  return [...services.map(service => service.Spec?.Name ?? ''), ...volumes].filter(name => name.startsWith(recipe.slice(0, 4) + '-'));
}

test('the whole suite is green, and nothing is left', async () => {
  const run = await runSuite(['--project=custom-html']);
  expect(run.output, run.output).not.toContain('failed');
  expect(run.exitCode).toBe(0);
  expect(passed(run)).toEqual(expect.arrayContaining([
    'installs from nothing', 'a restore brings back what was wiped', 'a disaster is survived',
    'upgrades from the previous release with its data', 'is removed without a trace',
  ]));
  expect(run.tests.at(-1)?.title, 'the teardown is reported last').toBe('is removed without a trace');
  expect(await nothingOf('custom-html')).toEqual([]);
});

test('a second run in a row is green as well', async () => {
  const run = await runSuite(['--project=custom-html']);
  expect(run.exitCode, run.output).toBe(0);
});

test('a part alone is selected by its tag, and is torn down', async () => {
  const run = await runSuite(['--project=custom-html', '--grep', '@backup']);
  expect(run.exitCode, run.output).toBe(0);
  expect(run.tests.map(each => each.file).every(file => file.endsWith('2-backup.spec.ts'))).toBe(true);
  expect(await nothingOf('custom-html')).toEqual([]);
});

test('a failing test in the middle costs no deployment', async () => {
  const folder = join(repository, 'overlays', 'custom-html', 'functional');
  const planted = join(folder, 'a-planted-failure.spec.ts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(planted, `import { expect, test } from 'recipe-harness';
test('is planted to fail', { tag: '@functional' }, async ({ api }) => { expect((await api.get('/')).status).toBe(418); });\n`);
  try {
    const run = await runSuite(['--project=custom-html', '--grep', '@functional']);
    expect(run.exitCode, run.output).toBe(1);
    expect(run.tests.filter(each => each.status === 'failed').map(each => each.title)).toEqual(['is planted to fail']);
    expect(passed(run)).toContain('content comes back byte for byte');
    expect(installsIn(run.output), 'one install, for the first test that asked for the app').toBe(1);
  } finally {
    rmSync(planted);
  }
});

test('a kept app is used again at once, until it is removed by name', async () => {
  const first = await runSuite(['--project=custom-html', '--grep', 'answers its users'], { env: { HARNESS_KEEP: '1' } });
  expect(first.exitCode, first.output).toBe(0);
  const kept = /HARNESS_RUN=([0-9a-f]+)/.exec(first.output)?.[1] ?? 'the run did not say how to use the kept app again';
  expect(await nothingOf('custom-html')).not.toEqual([]);

  const second = await runSuite(['--project=custom-html', '--grep', '@functional'], { env: { HARNESS_RUN: kept } });
  expect(second.exitCode, second.output).toBe(0);
  expect(installsIn(second.output), 'the kept app served').toBe(0);

  const listed = await execa('npm', ['run', '--silent', 'apps'], { cwd: repository });
  const domain = /cust-[0-9a-f]{6}\.lab\.test/.exec(listed.stdout)?.[0] ?? listed.stdout;
  await execa('npm', ['run', '--silent', 'apps', '--', 'rm', domain], { cwd: repository });
  expect(await nothingOf('custom-html')).toEqual([]);
});
