/** Unit tests: rooms that need no Docker. What deploys is tested by Playwright under tests/lab. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts'],
    // Runner behaviour is tested by running the real `playwright test`; a busy machine needs its time for that.
    testTimeout: 90_000,
    maxWorkers: 2,
  },
});
