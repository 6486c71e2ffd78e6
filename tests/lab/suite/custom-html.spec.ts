/** Given a maintainer with the recipe custom-html, when they run its suite, then it behaves as Playwright users expect. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { PNG } from 'pngjs';
import { readResults } from '../../../harness/report/read-results.ts';
import { labEngine } from '../lab.ts';
import { ThrowawayProject } from '../input/throwaway-project.ts';
import { repository, runSuite } from './run-suite.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const passed = (run: Awaited<ReturnType<typeof runSuite>>) => run.tests.filter(each => each.status === 'passed').map(each => each.title);

/** Domains of the apps that a run has installed, by what `abra app new` says once for each. Others use the lab at the same time. */
const installsIn = (output: string) => [...output.matchAll(/new app '(cust-[0-9a-f]{6}\.lab\.test)'/g)].map(([, domain = '']) => domain);

/** Whatever the server holds under the names of a run's apps, which must be at least one; asked of the engine itself. */
async function leftOf(output: string): Promise<string[]> {
  const stacks = installsIn(output).map(domain => domain.replaceAll('.', '_'));
  expect(stacks, output).not.toEqual([]);
  const engine = await labEngine();
  const { docker } = engine;
  try {
    const [services, containers, volumes, secrets, configs, networks] = await Promise.all([
      docker.listServices(), docker.listContainers({ all: true }), docker.listVolumes(), docker.listSecrets(), docker.listConfigs(), docker.listNetworks(),
    ]);
    const names = [
      ...[...services, ...secrets, ...configs].map(({ Spec }) => Spec?.Name ?? ''), ...containers.flatMap(({ Names }) => Names.map(name => name.slice(1))),
      ...volumes.Volumes.map(({ Name }) => Name), ...networks.map(({ Name }) => Name),
    ];
    return names.filter(name => stacks.some(stack => name.startsWith(`${stack}_`)));
  } finally {
    engine.close();
  }
}

/** What the first run said. */
let whole = '';

test('the whole suite is green, and nothing is left', async () => {
  const run = await runSuite(['--project=custom-html']);
  whole = run.output;
  expect(run.output, run.output).not.toContain('failed');
  expect(run.exitCode).toBe(0);
  expect(passed(run)).toEqual(expect.arrayContaining([
    'installs from nothing', 'a restore brings back what was wiped', 'a disaster is survived',
    'upgrades from the previous release with its data', 'is removed without a trace',
  ]));
  expect(run.tests.at(-1)?.title, 'the teardown is reported last').toBe('is removed without a trace');
  expect(await leftOf(run.output)).toEqual([]);
});

test('it leaves a picture of the app and a card, light and dark, and says where', async () => {
  // Of the run before: nothing else has one of its time.
  const folder = join(repository, 'results/custom-html');
  const read = readResults(join(folder, 'results.json'));
  expect(read).toMatchObject({ results: { picture: 'picture.png', verdict: 'green' } });
  const sizes = ['picture.png', 'card.png', 'card-dark.png'].map(name => PNG.sync.read(readFileSync(join(folder, name)))).map(({ width, height }) => [width, height]);
  expect(sizes).toEqual([[1280, 800], [1200, 630], [1200, 630]]);
  expect(whole).toMatch(/^Card: results\/custom-html\/card\.png$/m);
});

test('a second run in a row is green as well', async () => {
  const run = await runSuite(['--project=custom-html']);
  expect(run.exitCode, run.output).toBe(0);
});

test('a part alone is selected by its tag, and is torn down', async () => {
  const run = await runSuite(['--project=custom-html', '--grep', '@backup']);
  expect(run.exitCode, run.output).toBe(0);
  expect([...new Set(run.tests.map(each => each.file))]).toEqual([expect.stringMatching(/2-backup\.spec\.ts$/)]);
  expect(await leftOf(run.output)).toEqual([]);
});

test('a failing test in the middle costs no deployment', async () => {
  // The overlay is a copy outside any project, named in harness.toml: nothing is planted in the repository.
  using elsewhere = new ThrowawayProject();
  cpSync(join(repository, 'overlays', 'custom-html'), join(elsewhere.root, 'overlays', 'custom-html'), { recursive: true });
  elsewhere.write('overlays/custom-html/functional/a-planted-failure.spec.ts', `import { expect, test } from 'recipe-harness';
test('is planted to fail', { tag: '@functional' }, async ({ api }) => { expect((await api.get('/')).status).toBe(418); });\n`);
  using own = new ThrowawayProject({ 'harness.toml': `[overlays]\nfolder = "${join(elsewhere.root, 'overlays')}"\n` });
  const run = await runSuite(['--project=custom-html', '--grep', '@functional'], { root: own.root });
  expect(run.exitCode, run.output).toBe(1);
  expect(run.tests.filter(each => each.status === 'failed').map(each => each.title)).toEqual(['is planted to fail']);
  expect(passed(run)).toContain('content comes back byte for byte');
  expect(installsIn(run.output), 'one install, for the first test that asked for the app').toHaveLength(1);
});

test('a kept app is used again at once, until it is removed by name', async () => {
  const first = await runSuite(['--project=custom-html', '--grep', 'answers its users'], { env: { HARNESS_KEEP: '1' } });
  expect(first.exitCode, first.output).toBe(0);
  const kept = /HARNESS_RUN=([0-9a-f]+)/.exec(first.output)?.[1] ?? 'the run did not say how to use the kept app again';
  expect(await leftOf(first.output)).not.toEqual([]);

  const second = await runSuite(['--project=custom-html', '--grep', '@functional'], { env: { HARNESS_RUN: kept } });
  expect(second.exitCode, second.output).toBe(0);
  expect(installsIn(second.output), 'the kept app served').toEqual([]);

  const [domain = ''] = installsIn(first.output);
  const listed = await execa('npm', ['run', '--silent', 'apps'], { cwd: repository });
  expect(listed.stdout).toContain(domain);
  await execa('npm', ['run', '--silent', 'apps', '--', 'rm', domain], { cwd: repository });
  expect(await leftOf(first.output)).toEqual([]);
});
