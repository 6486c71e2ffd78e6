/** What takes real apps of the lab and belongs to no recipe's own suite: a page of the docs, done as it is written. `npm run test:apps`. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '..', '.build', 'apps');

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(build, 'results'),
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 600_000,
  reporter: [['list'], ['html', { open: 'never', outputFolder: join(build, 'report') }], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, '..', 'lab-up.ts'),
});
