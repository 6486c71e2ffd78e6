// Mutation testing: does a test notice when a line of what decides, remembers, hides or reads is wrong? `npm run mutation [group…]`.
const folder = (room, ...names) => names.map(name => `harness/${room}/${name}.ts`);

/** What is mutated. Each group must reach the threshold by itself, and takes a few minutes on two cores. */
export const groups = {
  convergence: folder('swarm', 'bell', 'converge', 'deadline', 'identity', 'judge', 'narrator', 'question', 'watch'),
  'convergence-standing': folder('swarm', 'stages', 'standing', 'witness'),
  'convergence-verdicts': folder('swarm', 'failure', 'hopeless'),
  ledger: folder('run', 'json-lines', 'ledger', 'ledger-view'),
  lease: folder('run', 'lease', 'lease-labels'),
  masking: [...folder('run', 'coloured-text', 'secrets', 'secret-forms'), ...folder('report', 'mask-live', 'scrub', 'zip')],
  'parsers-output': [...folder('abra', 'json-output', 'lint-table', 'terminal-text'), ...folder('data', 'backup-labels'), ...folder('recipe', 'release')],
  'parsers-recipe': folder('recipe', 'compose', 'env-file', 'env-line', 'interpolate'),
};

export const threshold = 80;
const group = process.env.MUTATION_GROUP ?? 'ledger';

export default {
  mutate: groups[group],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tests/mutation.vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A mutant that loops for ever is noticed by its time: what runs it takes far less than that, also beside other programs.
  timeoutMS: 5_000,
  disableTypeChecks: false,
  tempDirName: '.build/mutation/sandbox',
  ignorePatterns: ['.build', '.work', 'test-results', 'playwright-report', 'blob-report', 'results', 'lab/images', 'docs/images'],
  allowConsoleColors: false,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: true, skipFull: false },
  jsonReporter: { fileName: `.build/mutation/${group}.json` },
  thresholds: { high: 90, low: threshold, break: threshold },
  allowEmpty: false,
};
