/** The Playwright configuration of a project with recipes: `export default harnessConfig()`. Light: every `--list` and worker loads it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import type { PlaywrightTestConfig, ReporterDescription } from '@playwright/test';
import { readCommandLine } from './report/command-line.ts';
import { asOneMessage, watchExitCode } from './report/exit-code.ts';
import { junitReporter } from './report/junit.ts';
import { packageModule, packageRoot } from './package.ts';
import { keepCompiled } from './config/compile-cache.ts';
import { withDependencies } from './deps/graph.ts';
import { recipeProjects, selectRecipes } from './config/projects.ts';
import { HarnessError } from './errors.ts';
import { loadSettings } from './settings/settings.ts';
import { secretVariables } from './settings/secret-variables.ts';
import { giveBack, withholdTokens } from './settings/tokens.ts';

type OwnedByHarness = 'projects' | 'testDir' | 'testMatch' | 'testIgnore' | 'globalSetup' | 'globalTeardown' | 'reporter' | 'retries' | 'fullyParallel';

/** What may be changed. The rest belongs to the harness: projects, their specs, set-up, guard. */
export interface HarnessOptions extends Omit<PlaywrightTestConfig, OwnedByHarness> {
  /** Folder of harness.toml, recipes and overlays. Default: the folder of the file that calls. */
  root?: string;
  /** Further reporters, beside list, HTML and JSON. */
  reporter?: ReporterDescription[];
}

/**
 * The configuration of Playwright for a folder with recipes: one project for each file in `recipes/`, the generic specs and the
 * recipe's overlay in it, and the guard that judges the run. Takes the tokens of forge and registries out of the environment,
 * but for the variables that `[secrets]` of these recipes names.
 *
 * @param options what is to differ: Playwright's own options, but for those that belong to the harness
 * @returns what `playwright.config.ts` exports as its default
 * @throws Error with one message and no stack for a mistake in harness.toml, a recipe file or the environment (also an
 *   unknown recipe, a Node that is too old, an overlay that is not at hand); the process then ends with the code of whose fault it is
 * @example
 * import { harnessConfig } from 'recipe-harness/config';
 * export default harnessConfig();
 */
export function harnessConfig(options: HarnessOptions = {}): PlaywrightTestConfig<object, { recipeName: string }> {
  // Before anything else: a worker starts with what is then in the environment, and an overlay is imported with it.
  withholdTokens();
  const { root, reporter = [], use, build, ...rest } = options;
  try {
    watch();
    refuseOldNode();
    return { ...config(path.resolve(root ?? folderOfCaller()), reporter), ...rest, build: compiled(build), use: { ...defaultUse, ...use } };
  } catch (error) {
    throw error instanceof HarnessError ? asOneMessage(error) : error;
  }
}

const defaultUse: PlaywrightTestConfig['use'] = { browserName: 'chromium', trace: 'retain-on-failure', screenshot: 'only-on-failure', actionTimeout: 15_000, navigationTimeout: 30_000 };

/** First of all: a mistake found later ends with its own exit code. */
function watch(): void {
  const { isTest, runsNothing, interactive } = readCommandLine(process.argv);
  if (isTest) watchExitCode(!runsNothing && !interactive);
}

function config(root: string, reporter: ReporterDescription[]): PlaywrightTestConfig<object, { recipeName: string }> {
  appendGuard();
  const settings = loadSettings(root);
  keepCompiled(settings.stateFolder);
  const recipes = selectRecipes(settings, namedProjects(readCommandLine(process.argv)));
  giveBack(secretVariables(withDependencies(settings, recipes)));
  return {
    testDir: root,
    outputDir: path.join(root, 'test-results'),
    projects: recipeProjects(settings, recipes),
    globalSetup: packageModule('harness/fixtures/global-setup'),
    // How many recipes run side by side; each project has one worker, so nothing touches one app twice at once.
    workers: 1,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    forbidOnly: !!process.env['CI'],
    failOnFlakyTests: true,
    reportSlowTests: null,
    reporter: [
      [packageModule('harness/report/masking')],
      ['list'],
      ['html', { open: 'never', outputFolder: path.join(root, 'playwright-report') }],
      ['json', { outputFile: path.join(root, 'test-results', 'report.json') }],
      ...junitReporter(),
      ...reporter,
    ],
  };
}

/** Node 24 reads the harness's own sources as they are. Playwright would compile them in each worker anew: workers keep nothing of it. */
function compiled(own: PlaywrightTestConfig['build']): NonNullable<PlaywrightTestConfig['build']> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  return major < 24 ? { ...own } : { ...own, external: [...(own?.external ?? []), path.join(packageRoot, 'harness', '**')] };
}

function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return;
  throw new HarnessError({
    code: 'ERR_NODE_TOO_OLD', fault: 'user',
    message: `Node ${process.versions.node} is too old: recipe-harness needs 22.19 or newer.`,
    wayOut: 'Install a newer Node, or `npm install --save-dev node@24` in this project, which `npx` then uses.',
  });
}

/** Playwright appends this reporter whatever `--reporter` says; the environment is its only way to be told. */
function appendGuard(): void {
  const guard = packageModule('harness/report/guard');
  process.env['PW_TEST_REPORTER'] = guard;
  // A served HTML report blocks the reporters behind it: the guard would never come to its end.
  process.env['PLAYWRIGHT_HTML_OPEN'] = 'never';
}

/** Workers and loaders have no command line of their own: the runner tells them by the environment. */
function namedProjects(commandLine: { isTest: boolean; projects: string[] }): string[] {
  if (commandLine.isTest) process.env['RECIPE_HARNESS_PROJECTS'] = commandLine.projects.join(' ');
  return (process.env['RECIPE_HARNESS_PROJECTS'] ?? '').split(' ').filter(Boolean);
}

function folderOfCaller(): string {
  const own = fileURLToPath(import.meta.url);
  for (const { scriptName } of util.getCallSites(10)) {
    const file = scriptName.startsWith('file:') ? fileURLToPath(scriptName.replace(/[?#].*$/, '')) : scriptName;
    if (path.isAbsolute(file) && file !== own && !file.includes(`${path.sep}playwright${path.sep}lib${path.sep}`)) return path.dirname(file);
  }
  return process.cwd();
}
