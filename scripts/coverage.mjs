// `npm run coverage`: `npm test`, `npm run test:looks` and `npm run test:gate` with every process of them measured, then one figure over all of them. With arguments: a part,
// `npm run coverage -- vitest run --project unit` or `-- playwright test --config tests/playwright.config.ts <file>`; the parts
// add up until `npm run coverage -- clean`. `npm run coverage -- report` tells what they have come to.
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { node, root, run } from './bootstrap.mjs';
import { measuring, module } from './runners.mjs';

const folder = path.join(root, '.build/coverage');
const programs = { vitest: 'vitest/vitest.mjs', playwright: '@playwright/test/cli.js' };
const [what, ...rest] = process.argv.slice(2);
if (what !== undefined && !['clean', 'report', ...Object.keys(programs)].includes(what)) {
  console.error(`"${what}" is neither clean, report, vitest nor playwright.`);
  process.exit(2);
}

async function measure() {
  const all = async script => run(process.execPath, [path.join(root, 'scripts', script)], { COVERAGE_FOLDER: folder });
  if (what === undefined) return [await all('test.mjs'), await all('test-looks.mjs'), await all('test-gate.mjs')].find(code => code !== 0) ?? 0;
  return run(node, [module(programs[what]), ...rest], measuring(folder));
}

if (what === undefined || what === 'clean') rmSync(folder, { recursive: true, force: true });
// Some tests run as nobody, who must be able to tell what they ran.
for (const open of ['raw', 'transformed']) {
  mkdirSync(path.join(folder, open), { recursive: true });
  chmodSync(path.join(folder, open), 0o1777);
}
const tested = what === 'clean' || what === 'report' ? 0 : await measure();
const reported = what === undefined || what === 'report' ? await run(node, ['--disable-warning=ExperimentalWarning', path.join(root, 'scripts/coverage-report.mjs'), folder]) : 0;
process.exitCode = tested || reported;
