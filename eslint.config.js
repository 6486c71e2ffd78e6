// Lint: correctness that types cannot see, and Playwright's own rules on whatever is a test.
import playwright from 'eslint-plugin-playwright';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const specs = ['generic/**/*.ts', 'overlays/**/*.ts', 'teardown/**/*.ts'];

export default defineConfig(
  globalIgnores(['node_modules/', '.build/', '.work/', 'test-results/', 'playwright-report/', 'blob-report/', 'results/', '**/.recipe-harness/', '**/recipe-harness.teardown/', '**/recipe-harness.overlays/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An interface of promises is often met by a body that has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Numbers and booleans in templates are what templates are for.
      // A lock taken by `await using` is let go before a promise that is returned unawaited has settled.
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true, allowNullish: false }],
      'eqeqeq': ['error', 'always'],
      'no-console': 'error',
      'no-restricted-syntax': ['error', {
        selector: "CallExpression[callee.name='setTimeout'][arguments.length=2] > Identifier.arguments:first-child[name=/^(resolve|done|ok|r)$/]",
        message: 'A bare sleep. Wait for the event, or use a wait that says what it waits for.',
      }],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }], 'eqeqeq': ['error', 'always'] },
  },
  {
    files: ['harness/data/**/*.ts', 'tests/unit/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // What talks to a person: at a terminal, or in a test's own output.
    files: ['scripts/**', 'harness/fixtures/**', 'lab/cli.ts', 'lab/**/main.ts', 'harness/cli/**', 'harness/abra/check-facts.ts', 'bench/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: specs,
    extends: [playwright.configs['flat/recommended']],
    settings: { playwright: { globalAliases: { test: ['test'] } } },
    rules: {
      // The hooks of an overlay are methods that use no `this`, and are handed on by name.
      '@typescript-eslint/unbound-method': 'off',
      // What the lifecycle and its records prove by throwing.
      'playwright/expect-expect': ['error', { assertFunctionNames: ['tearDown', 'expectRestored', 'expectUnchanged'] }],
      'playwright/missing-playwright-await': 'error',
      'playwright/no-conditional-expect': 'error',
      'playwright/no-conditional-in-test': 'error',
      'playwright/no-focused-test': 'error',
      'playwright/no-networkidle': 'error',
      'playwright/no-skipped-test': 'error',
      'playwright/no-wait-for-timeout': 'error',
      'playwright/require-to-pass-timeout': 'error',
      'playwright/valid-expect': 'error',
    },
  },
  {
    // Playwright demands an object pattern even where a fixture needs nothing.
    files: ['harness/fixtures/**/*.ts', 'generic/**/*.ts', 'teardown/**/*.ts', 'overlays/**/*.ts', 'tests/lab/**/*.ts'],
    rules: { 'no-empty-pattern': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
