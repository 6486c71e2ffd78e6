/** Runs with a provider: the real Keycloak, and an app that logs in through it. `npm run test:sso`, since each takes minutes. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '..', '.build', 'sso');

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(build, 'results'),
  // One Keycloak at a time: two of them on two cores mostly wait for each other.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 360_000,
  reporter: [['list'], ['html', { open: 'never', outputFolder: join(build, 'report') }], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, '..', 'lab-up.ts'),
});
