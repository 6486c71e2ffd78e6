/** Runs the real `playwright test` as a maintainer would, in a child process, and reads its JSON report. */
import { mkdtempSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter';
import { execa, type Options } from 'execa';

export const repository = join(import.meta.dirname, '..', '..', '..');
const playwright = join(repository, 'node_modules', '@playwright', 'test', 'cli.js');

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
}

/** Environment of a run: the lab that is up is found by itself, as it is for everybody. */
export function suiteEnvironment(env: Record<string, string> = {}): Record<string, string> {
  return { PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0', ...env };
}

export async function runSuite(args: string[], options: SuiteOptions = {}): Promise<SuiteRun> {
  const report = join(mkdtempSync(join(tmpdir(), 'suite-')), 'report.json');
  const spawn: Options = {
    cwd: options.root ?? repository, all: true, reject: false, stdin: 'ignore',
    env: { ...suiteEnvironment(options.env), PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  };
  const result = await execa(process.execPath, [playwright, 'test', ...args, '--reporter=list,json'], spawn);
  return {
    exitCode: result.exitCode ?? -1,
    output: String(result.all),
    tests: existsSync(report) ? testsOf(JSON.parse(readFileSync(report, 'utf8')) as JSONReport) : [],
  };
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
