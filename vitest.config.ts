/** Tests that need no Docker. What deploys is tested by Playwright under tests/lab. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Set by `npm run coverage`. Vitest measures its own workers; whole programs that they start are measured by Node itself. */
const { COVERAGE_FOLDER: folder, NODE_V8_COVERAGE: ofPrograms } = process.env;
delete process.env['NODE_V8_COVERAGE'];
const env = ofPrograms === undefined ? {} : { NODE_V8_COVERAGE: ofPrograms };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // One process for many files: importing the harness anew for each takes longer than the tests.
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000, isolate: false, env } },
      // Whole programs: the real `playwright test`, the packed library. A busy machine needs its time for them.
      { test: { name: 'processes', include: ['tests/processes/**/*.test.ts'], testTimeout: 90_000, env } },
      // What people look at, looked at in a browser: `npm run test:looks`.
      { test: { name: 'looks', include: ['tests/looks/**/*.test.ts'], testTimeout: 90_000, env } },
      // Lint's patterns, one by one: part of `npm run test:gate`.
      { test: { name: 'gate', include: ['tests/gate/**/*.test.ts'], testTimeout: 20_000, env } },
    ],
    coverage: {
      enabled: folder !== undefined, provider: 'v8', include: ['harness/**/*.ts'], reporter: ['json'],
      reportsDirectory: join(folder ?? '.build/coverage', `vitest-${process.pid}`),
    },
  },
});
