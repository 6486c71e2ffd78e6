/** The harness's own tests that need a swarm: they deploy, break and remove things in the lab. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '.build', 'tests');

export default defineConfig({
  testDir: join(import.meta.dirname, 'lab'),
  outputDir: join(build, 'results'),
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  reporter: [['list'], ['html', { open: 'never', outputFolder: join(build, 'report') }], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, 'lab-up.ts'),
});
