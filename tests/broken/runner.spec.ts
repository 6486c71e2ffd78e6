/** Given a project with a broken recipe, when its maintainer runs `playwright test`, then output, results and exit code carry the verdict. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repository, runSuite, type SuiteRun } from '../lab/suite/run-suite.ts';
import { installFaults } from './install-faults.ts';
import { brokenHead, type PlantedFault, releases, soundHead } from './planted-fault.ts';
import type { Files } from './recipe-files.ts';
import { makeRepository } from './repository.ts';
import { upgradeFaults } from './upgrade-faults.ts';

test.describe.configure({ timeout: 240_000 });

interface Results {
  verdict: string;
  fault: string | null;
  exitCode: number;
  tests: { title: string; status: string; problem?: { code: string; fault: string; message: string } }[];
}

/** The whole suite of a recipe whose head is `head`, in a project of its own, by the real runner. */
async function suiteOf(fault: PlantedFault, head: Files, grep: string): Promise<{ run: SuiteRun; results: Results }> {
  const root = mkdtempSync(join(tmpdir(), 'broken-project-'));
  try {
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    writeFileSync(join(root, 'playwright.config.ts'), `import { harnessConfig } from ${JSON.stringify(join(repository, 'harness', 'config.ts'))};\nexport default harnessConfig();\n`);
    await makeRepository(join(root, 'source'), releases(fault, head));
    mkdirSync(join(root, 'recipes'));
    writeFileSync(join(root, 'recipes', `${fault.name}.toml`), 'memory = "64M"\n[source]\ngit = "../source"\n');
    const run = await runSuite([`--project=${fault.name}`, '--grep', grep], { root });
    const results = JSON.parse(readFileSync(join(root, 'results', fault.name, 'partial.json'), 'utf8')) as Results;
    return { run, results };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const named = (faults: readonly PlantedFault[], name: string): PlantedFault => faults.find(fault => fault.name === name)!;
const steps = (run: SuiteRun) => run.tests.flatMap(each => each.steps);

test('an install that fails is tried once; the verdict stands in output, results and exit code', async () => {
  const fault = named(installFaults, 'exits-at-once');
  const { run, results } = await suiteOf(fault, brokenHead(fault), '@install|@teardown');
  expect(run.exitCode, run.output).toBe(1);
  expect(run.output).toContain("[ERR_APP_CRASH_LOOP, the recipe's fault]");
  expect(run.output).toContain('cannot open the store');
  expect(steps(run).filter(step => step.startsWith('abra app deploy')), 'one deploy').toHaveLength(1);
  expect(results).toMatchObject({ verdict: 'red', fault: 'recipe', exitCode: 1 });
  const problems = results.tests.map(each => [each.title.split(' › ').at(-1), each.problem?.code]);
  expect(problems).toEqual(expect.arrayContaining([
    ['installs from nothing', 'ERR_APP_CRASH_LOOP'], ['answers its users', 'ERR_UNVERIFIED'], ['is removed without a trace', undefined],
  ]));
});

test('an upgrade that loses its data is the recipe\'s fault', async () => {
  const fault = named(upgradeFaults, 'renamed-volume');
  const { run, results } = await suiteOf(fault, brokenHead(fault), '@upgrade|@teardown');
  expect(run.exitCode, run.output).toBe(1);
  expect(run.output).toContain("[ERR_DATA_LOST, the recipe's fault]");
  expect(results.tests.find(each => each.status === 'failed')?.problem).toMatchObject({ code: 'ERR_DATA_LOST', fault: 'recipe' });
  expect(results).toMatchObject({ verdict: 'red', fault: 'recipe', exitCode: 1 });
});

test('the twin of both is green', async () => {
  const fault = named(upgradeFaults, 'renamed-volume');
  const { run, results } = await suiteOf(fault, soundHead(fault), '@install|@upgrade|@teardown');
  expect(run.exitCode, run.output).toBe(0);
  expect(results).toMatchObject({ verdict: 'green', fault: null, exitCode: 0 });
});
