/** Tests that need no Docker. What deploys is tested by Playwright under tests/lab. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 } },
      // Whole programs: the real `playwright test`, the packed library, a browser. A busy machine needs its time for them.
      { test: { name: 'processes', include: ['tests/processes/**/*.test.ts'], testTimeout: 90_000 } },
    ],
  },
});
