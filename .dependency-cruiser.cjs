// Import directions, as data: a room may import rooms on its own level or below, never above.
const levels = [
  ['errors.ts', 'files-below.ts', 'gap.ts', 'machine-trouble.ts', 'package.ts', 'progress.ts'],
  ['settings'],
  ['abra', 'recipe', 'swarm', 'http', 'net', 'run'],
  ['app', 'data', 'deps', 'mail', 'sso', 'browser'],
  ['reaper'],
  ['fixtures', 'forge', 'gate', 'pipeline', 'report', 'scaffold'],
  ['site'],
  ['config', 'config.ts', 'index.ts', 'eslint.ts', 'cli'],
];

const pathOf = rooms => rooms.map(room => room.endsWith('.ts') ? `^harness/${room.replace('.', '\\.')}$` : `^harness/${room}/`);
const upward = levels.slice(0, -1).map((rooms, level) => ({
  name: `downward-only-from-${rooms.map(room => room.replace('.ts', '')).join('-')}`,
  comment: 'Rooms of the harness import downward only.',
  severity: 'error',
  from: { path: pathOf(rooms) },
  to: { path: pathOf(levels.slice(level + 1).flat()) },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'no-circles', severity: 'error', comment: 'Files that need each other are one file.',
      from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lab-knows-no-harness', severity: 'error', comment: "They meet at abra's command line, Docker's interface and target.toml.",
      from: { path: '^lab/' }, to: { path: '^(harness|generic|teardown|overlays)/' },
    },
    {
      name: 'harness-knows-no-lab', severity: 'error', comment: "They meet at abra's command line, Docker's interface and target.toml.",
      from: { path: '^(harness|generic|teardown|overlays)/' }, to: { path: '^lab/' },
    },
    {
      name: 'specs-import-the-index', severity: 'error', comment: 'Specs and overlays see what users see: the package by its name.',
      from: { path: '^(generic|teardown|overlays)/' }, to: { path: '^harness/', pathNot: '^harness/index\\.ts$' },
    },
    {
      name: 'overlays-are-alone', severity: 'error', comment: "An overlay does not lean on another recipe's.",
      from: { path: '^overlays/([^/]+)/' }, to: { path: '^overlays/', pathNot: '^overlays/$1/' },
    },
    {
      name: 'nothing-imports-tests', severity: 'error', comment: 'But the measurements: they use the same scratch recipes.',
      from: { pathNot: '^(tests|bench)/' }, to: { path: '^tests/' },
    },
    {
      name: 'nothing-imports-bench', severity: 'error',
      from: { pathNot: '^(tests|bench)/' }, to: { path: '^bench/' },
    },
    {
      name: 'resolvable', severity: 'error',
      from: {}, to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
