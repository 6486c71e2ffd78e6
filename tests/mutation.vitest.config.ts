/** The unit tests as Stryker runs them: one project, since a mutant is judged in milliseconds or not at all. */
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 } });
