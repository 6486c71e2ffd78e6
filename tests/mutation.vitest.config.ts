/** The unit tests as Stryker runs them: one project, since a mutant is judged in milliseconds; without the fuzz, which another time would draw other texts. */
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['tests/unit/**/*.test.ts'], exclude: ['tests/unit/recipe/fuzz.test.ts'], testTimeout: 20_000 } });
