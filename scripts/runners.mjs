// The test runners, as the scripts run them: in the pinned Node, counted by their JSON reports.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { node, root, run } from './bootstrap.mjs';

export const module = name => path.join(root, 'node_modules', name);
export const reports = path.join(root, '.build/tests');

/** What a runner's JSON report says: how many passed and failed, and the failures by name. One that does not tell of the failure counts as a failure. */
function counted(report, read, exitCode) {
  const name = path.relative(root, report);
  let result;
  try {
    result = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    return { passed: 0, failed: 1, failures: [{ name, message: `no counts: ${error.message}` }] };
  }
  if (exitCode === 0 || result.failed > 0) return result;
  return { ...result, failed: 1, failures: [{ name, message: `the runner ended with status ${exitCode}, and its report tells of no failure` }] };
}

export function ofVitest(report) {
  const failures = report.testResults.flatMap(file => {
    const of = path.relative(root, file.name);
    if (file.status === 'failed' && file.assertionResults.length === 0) return [{ name: of, message: file.message }];
    return file.assertionResults.filter(test => test.status === 'failed').map(test => ({ name: `${of} › ${test.fullName}`, message: test.failureMessages.join('\n') }));
  });
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

export function ofPlaywright({ stats, errors, suites }) {
  const message = results => results.flatMap(result => result.errors).map(error => error.message).join('\n');
  const failed = suite => [
    ...(suite.suites ?? []).flatMap(failed),
    ...(suite.specs ?? []).flatMap(spec => spec.tests.filter(test => ['unexpected', 'flaky'].includes(test.status))
      .map(test => ({ name: `${spec.file}:${spec.line} › ${spec.title}`, message: message(test.results) }))),
  ];
  const failures = suites.flatMap(failed);
  if (failures.length === 0) failures.push(...errors.map(error => ({ name: 'outside of any test', message: error.message })));
  return { passed: stats.expected, failed: failures.length, failures };
}

/** What makes Node, Playwright and Vitest measure what they run; nothing without the folder that `npm run coverage` names. */
export const measuring = (folder = process.env.COVERAGE_FOLDER) => folder
  ? { COVERAGE_FOLDER: folder, NODE_V8_COVERAGE: path.join(folder, 'raw'), PWTEST_CACHE_DIR: path.join(folder, 'transformed') } : {};

async function runner(report, read, args) {
  rmSync(report, { force: true });
  return counted(report, read, await run(node, args, measuring()));
}

/** Runs Playwright; `report` is where its JSON reporter writes. */
export const playwright = (report, ...args) => runner(report, ofPlaywright, [module('@playwright/test/cli.js'), 'test', ...args]);

/** Runs a project of vitest.config.ts. */
export const vitest = (report, project) => runner(report, ofVitest, [module('vitest/vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
