// Lint: correctness that types cannot see, and Playwright's own rules on whatever is a test.
import playwright from 'eslint-plugin-playwright';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { overlayLint } from './harness/eslint.ts';

const specs = ['generic/**/*.ts', 'overlays/**/*.ts', 'teardown/**/*.ts'];

export default defineConfig(
  globalIgnores(['node_modules/', '.build/', '.work/', 'test-results/', 'playwright-report/', 'blob-report/', 'results/', 'recipe-harness-artefacts/', '**/.recipe-harness/', '**/recipe-harness.teardown/', '**/recipe-harness.overlays/',
    // Weak tests, planted: data.
    'tests/gate/weak/']),
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
    // The kinds of nodes are an enumeration in their types alone: whoever writes a rule names a few of them, by their text.
    files: ['harness/gate/lint/**/*.ts', 'tests/unit/gate/lint/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off', '@typescript-eslint/switch-exhaustiveness-check': 'off' },
  },
  {
    // What talks to a person: at a terminal, or in a test's own output.
    files: ['scripts/**', 'harness/fixtures/**', 'lab/cli.ts', 'lab/**/main.ts', 'harness/cli/**', 'harness/abra/check-facts.ts', 'bench/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: specs,
    extends: [playwright.configs['flat/recommended'], overlayLint({ files: ['**/*.ts'] })],
    // The hooks of an overlay are methods that use no `this`, and are handed on by name.
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // What the rules keep for them alone: to deploy, to take as long as that takes, and to ask whether an app answers at all.
    files: ['generic/**/*.ts', 'teardown/**/*.ts'],
    rules: {
      'recipe-harness/no-deploy-from-test': 'off',
      'recipe-harness/no-raised-timeout': 'off',
      'recipe-harness/no-status-only-test': 'off',
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
