/** Given an empty folder, when somebody does what docs/enroll-recipe.md says, line by line, then they have a recipe's full suite, and it is green; and where they have only begun, they are told what is left. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test, type TestInfo } from '@playwright/test';
import { resultsSchema } from '../../harness/report/results-schema.ts';
import { repository } from '../lab/suite/run-suite.ts';
import { type Step, stepsOf } from './doc-steps.ts';
import { packedProject, type Project } from './packed-project.ts';

const steps = stepsOf(readFileSync(join(repository, 'docs/enroll-recipe.md'), 'utf8'));
const beginning = steps.findIndex(step => 'run' in step && step.run.startsWith('npx recipe-harness new '));
let project: Project;

/** Writes what the page says is to be written, and types what it says is to be typed. */
async function follow(some: readonly Step[], info: TestInfo): Promise<void> {
  for (const step of some) {
    if ('write' in step) {
      mkdirSync(dirname(project.path(step.write)), { recursive: true });
      writeFileSync(project.path(step.write), step.text);
      continue;
    }
    for (const command of step.run.split('\n')) {
      const { exitCode, output } = await test.step(command, () => project.type(command));
      await info.attach(command, { body: output, contentType: 'text/plain' });
      expect(exitCode, `${command}\n${output}`).toBe(0);
    }
  }
}

test.beforeAll(async ({}, info) => {
  // Compiling the library.
  test.setTimeout(300_000);
  const [first, ...others] = steps.slice(0, beginning);
  const commands = first !== undefined && 'run' in first ? first.run.split('\n') : [];
  expect(commands, 'the page begins with a folder').toEqual(['mkdir my-recipes && cd my-recipes', expect.stringMatching(/^npm init /), expect.stringMatching(/^npm install /)]);
  project = await packedProject('my-recipes');
  mkdirSync(project.path('.'));
  await follow([{ run: commands[1] ?? '' }], info);
  expect(commands[2], 'what is installed is what this version makes').toContain(` ${basename(project.tarball)} `);
  await project.install();
  await follow(others, info);
});

test.afterAll(() => {
  rmSync(project.parent, { recursive: true, force: true });
});

test('the page leads from an empty folder to a green suite', async ({}, info) => {
  await follow(steps.slice(beginning), info);

  const { verdict, tests, lint } = resultsSchema.parse(JSON.parse(readFileSync(project.path('results/matrix-synapse/results.json'), 'utf8')));
  expect({ verdict, lint }).toEqual({ verdict: 'green', lint: { suppressions: [], recipe: [], overlay: [] } });
  expect(tests.map(({ title, status }) => `${status}: ${title}`)).toEqual(expect.arrayContaining([
    'installs from nothing', 'a restore brings back what was wiped', 'a disaster is survived', 'upgrades from the previous release with its data',
    'what one person makes, another reads', 'who is not in a private room reads nothing of it', 'is removed without a trace',
  ].map(title => `passed: ${title}`)));
});

test('tests that are only begun install the app, and name what is to be filled in, as the user\'s mistake', async () => {
  expect(await project.type('npx recipe-harness new begun --catalogue custom-html')).toMatchObject({ exitCode: 0 });

  const { exitCode, output } = await project.type('npx playwright test --project=begun');

  expect(exitCode, output).toBe(2);
  const { verdict, fault, tests } = resultsSchema.parse(JSON.parse(readFileSync(project.path('results/begun/results.json'), 'utf8')));
  expect({ verdict, fault }).toEqual({ verdict: 'red', fault: 'user' });
  expect(tests.filter(({ status }) => status === 'passed').map(({ title }) => title)).toEqual([
    'installs from nothing', 'answers its users', 'shows itself in a browser', 'is removed without a trace',
  ]);
  const failed = tests.filter(({ status }) => status === 'failed');
  expect(failed.map(({ title }) => title).sort()).toEqual([
    'a disaster is survived', 'a restore brings back what was wiped', 'a stranger changes nothing, and its owner does', 'upgrades from the previous release with its data',
    'what a person enters in the browser is still there after a reload', 'what one person makes, another reads',
  ]);
  for (const { title, problem } of failed) {
    expect(problem, title).toMatchObject({ code: 'ERR_GAP', fault: 'user' });
    const [, file = '', line = ''] = /^(overlays\/begun\/\S+\.ts):(\d+): fill in \S/.exec(problem?.message ?? '') ?? [];
    expect(readFileSync(project.path(file), 'utf8').split('\n')[Number(line) - 1], `${title}: ${problem?.message ?? ''}`).toContain('gap<');
  }
});
