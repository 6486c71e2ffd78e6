// The test runners, as the scripts run them: in the pinned Node, counted by their JSON reports.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { node, root, run } from './bootstrap.mjs';

export const module = name => path.join(root, 'node_modules', name);
export const reports = path.join(root, '.build/tests');

/** Counts of a runner that wrote a JSON report; a report that does not tell of the failure counts as one. */
function counted(report, read, exitCode) {
  let counts = { passed: 0, failed: 0 };
  try {
    counts = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`No counts in ${path.relative(root, report)}: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}
const ofVitest = report => ({ passed: report.numPassedTests, failed: report.numFailedTests + report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length });
const ofPlaywright = ({ stats, errors }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + (stats.unexpected ? 0 : errors.length) });

async function runner(report, read, args) {
  rmSync(report, { force: true });
  return counted(report, read, await run(node, args));
}

/** Runs Playwright; `report` is where its JSON reporter writes. */
export const playwright = (report, ...args) => runner(report, ofPlaywright, [module('@playwright/test/cli.js'), 'test', ...args]);

/** Runs the unit tests. */
export const vitest = report => runner(report, ofVitest, [module('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
