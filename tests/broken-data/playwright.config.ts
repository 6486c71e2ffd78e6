/** Recipes, overlays and servers whose backups are broken in one way each, and their sound twins; every verdict is expected word for word. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const build = join(import.meta.dirname, '..', '..', '.build', 'broken-data');

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: join(build, 'results'),
  workers: 4,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  reporter: [['list'], ['json', { outputFile: join(build, 'report.json') }]],
  globalSetup: join(import.meta.dirname, '..', 'lab-up.ts'),
  // What breaks the one backup bot of the server must have it to itself.
  projects: [
    { name: 'bot', testMatch: 'bot.spec.ts', workers: 1, fullyParallel: false },
    { name: 'data', testMatch: /(recipe|overlay|restore)\.spec\.ts/, dependencies: ['bot'] },
  ],
});
