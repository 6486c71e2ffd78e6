/** Runs the real `playwright test` as a maintainer would, in a child process, and reads its JSON report. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { execa, type Options } from 'execa';

export const repository = join(import.meta.dirname, '..', '..', '..');

export interface SuiteRun {
  exitCode: number;
  /** What a person at the terminal sees. */
  output: string;
  /** Title of each test that ran, in the order of the report, with its status. */
  tests: { title: string; project: string; status: string; file: string; startTime: number; duration: number; attachments: string[]; steps: string[] }[];
}

export interface SuiteOptions {
  /** Folder of the project; the repository itself by default. */
  root?: string;
  env?: Record<string, string>;
  /** Somebody else to run as: the words in front of the command. */
  as?: string[];
  /** The Node to run with; this one by default. */
  node?: string;
  /** Value of `--reporter`, instead of list and JSON; none leaves those of the config, and no tests are read back. */
  reporter?: string | undefined;
}

/** Environment of a run: the lab that is up is found by itself, as it is for everybody. */
export function suiteEnvironment(env: Record<string, string> = {}): Record<string, string> {
  return { PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0', ...env };
}

export async function runSuite(args: string[], options: SuiteOptions = {}): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  // Whoever it runs as must be able to write there.
  chmodSync(folder, 0o777);
  const report = join(folder, 'report.json');
  const root = options.root ?? repository;
  const spawn: Options = {
    cwd: root, all: true, reject: false, stdin: 'ignore',
    // Somebody else cannot write into what this user keeps compiled.
    env: { ...suiteEnvironment(options.env), PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(options.as ? { PWTEST_CACHE_DIR: undefined } : {}) },
  };
  const command = [...(options.as ?? []), options.node ?? process.execPath, join(root, 'node_modules', '@playwright', 'test', 'cli.js')];
  const { reporter } = 'reporter' in options ? options : { reporter: 'list,json' };
  const reporters = reporter === undefined ? [] : [`--reporter=${reporter}`];
  const result = await execa(command[0] ?? '', [...command.slice(1), 'test', ...args, ...reporters], spawn);
  const tests = existsSync(report) ? testsOf(JSON.parse(readFileSync(report, 'utf8')) as JSONReport) : [];
  rmSync(folder, { recursive: true, force: true });
  return { exitCode: result.exitCode ?? -1, output: String(result.all), tests };
}

function testsOf(report: JSONReport): SuiteRun['tests'] {
  const specs = (suite: JSONReportSuite): JSONReportSpec[] => [...suite.specs, ...(suite.suites ?? []).flatMap(specs)];
  return report.suites.flatMap(specs).flatMap(spec => spec.tests.flatMap(test => test.results.slice(-1).map(result => ({
    title: spec.title, project: test.projectName, file: spec.file, status: result.status ?? 'unknown',
    startTime: Date.parse(result.startTime), duration: result.duration,
    attachments: result.attachments.map(attachment => attachment.name),
    steps: (result.steps ?? []).flatMap(flatten),
  }))));
}

function flatten(step: { title: string; steps?: { title: string }[] }): string[] {
  return [step.title, ...(step.steps ?? []).flatMap(flatten)];
}
