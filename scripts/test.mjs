// `npm test`: everything that this project checks about itself. Goes on after a failure; the last line is the sum.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';
import { Stages } from './stages.mjs';

const module = name => path.join(root, 'node_modules', name);
const reports = path.join(root, '.build/tests');
const stages = new Stages();

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
const playwright = (report, ...args) => runner(report, ofPlaywright, [module('@playwright/test/cli.js'), 'test', ...args]);

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  mkdirSync(reports, { recursive: true });
  const checks = [
    ['lint', [module('eslint/bin/eslint.js'), '.']],
    ['types', [module('typescript/bin/tsc'), '--noEmit']],
    ['import directions', [module('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'harness', 'lab', 'generic', 'teardown', 'overlays']],
    ['reference docs are what the code says', [path.join(root, 'scripts/generate-docs.ts'), '--check']],
  ];
  for (const [name, args] of checks) if (!interrupted()) await stages.run(name, () => run(node, args));

  const units = path.join(reports, 'unit.json');
  if (!interrupted()) {
    await stages.run('unit tests', () => runner(units, ofVitest, [module('vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${units}`]));
  }
  if (interrupted()) return;

  const deploying = ['the harness against the lab', 'the recipes'];
  let lab;
  if (!await stages.run('the lab', async () => { lab = await labUp(); })) {
    for (const name of deploying) stages.skip(name, 'no lab');
    return;
  }
  if (!interrupted()) await stages.run(deploying[0], () => playwright(path.join(reports, 'report.json'), '--config', 'tests/playwright.config.ts'));
  if (!interrupted()) await stages.run(deploying[1], () => playwright(path.join(root, 'test-results/report.json')));
  if (lab.started) await stages.run('the lab is taken down', async () => {
    if (await labDown() !== 0) return { passed: 0, failed: 1 };
  });
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

console.log(stages.table());
process.exitCode = stages.failed > 0 ? 1 : 0;
console.log(`\n${stages.passed} passed, ${stages.failed} failed`);
