/** Recipes broken one way each, their sound twins, and odd but sound ones: deployed in the lab, and judged. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '..', '.build', 'broken');

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(build, 'results'),
  workers: 4,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  timeout: 120_000,
  reporter: [['list'], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, '..', 'lab-up.ts'),
});
