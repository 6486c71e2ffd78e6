// `npm run coverage`: `npm test` with every process of it measured, then one figure over all of them. With arguments: a part,
// `npm run coverage -- vitest run --project unit` or `-- playwright test --config tests/playwright.config.ts <file>`; the parts
// add up until `npm run coverage -- clean`. `npm run coverage -- report` tells what they have come to.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { node, root, run } from './bootstrap.mjs';

const folder = path.join(root, '.build/coverage');
const programs = { vitest: 'vitest/vitest.mjs', playwright: '@playwright/test/cli.js' };
const [what, ...rest] = process.argv.slice(2);

const measured = { COVERAGE_FOLDER: folder, NODE_V8_COVERAGE: path.join(folder, 'raw'), PWTEST_CACHE_DIR: path.join(folder, 'transformed') };

async function measure() {
  if (what === undefined) return run(process.execPath, [path.join(root, 'scripts/test.mjs')], measured);
  const program = programs[what];
  if (!program) throw new Error(`"${what}" is neither report, clean, vitest nor playwright.`);
  return run(node, [path.join(root, 'node_modules', program), ...rest], measured);
}

if (what === undefined || what === 'clean') rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const tested = what === 'clean' || what === 'report' ? 0 : await measure();
const reported = what === undefined || what === 'report' ? await run(node, [path.join(root, 'scripts/coverage-report.mjs'), folder]) : 0;
process.exitCode = tested || reported;
