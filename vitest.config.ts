/** Unit tests: rooms that need no Docker. What deploys is tested by Playwright under tests/lab. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
