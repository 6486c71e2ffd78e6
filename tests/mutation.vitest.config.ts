/** The unit tests as Stryker runs them: one project, and a mutant is judged in milliseconds. */
import { defineConfig } from 'vitest/config';

const exclude = [
  'tests/unit/recipe/fuzz.test.ts', // Draws other texts each time: what it notices today it may miss tomorrow.
  'tests/unit/report/archives.test.ts', // Starts Python for every archive; the same is noticed by archives of our own.
];
export default defineConfig({ test: { include: ['tests/unit/**/*.test.ts'], exclude, testTimeout: 20_000 } });
