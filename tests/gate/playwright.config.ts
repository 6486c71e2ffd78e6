/** The gate against weak tests: fake suites that must fail, and real suites that are proved by sabotage. `npm run test:gate`. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '..', '.build', 'gate');

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: '*.spec.ts',
  outputDir: join(build, 'results'),
  // A proof keeps both cores busy by itself.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 360_000,
  reporter: [['list'], ['html', { open: 'never', outputFolder: join(build, 'report') }], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, '..', 'lab-up.ts'),
});
