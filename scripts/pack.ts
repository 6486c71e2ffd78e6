/** `npm run pack`: compiles the library to JavaScript and types, and packs it as a tarball in .build/. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../harness/files-below.ts';

const root = path.resolve(import.meta.dirname, '..');
const build = path.join(root, '.build');
const folder = path.join(build, 'package');
/** What a user's project needs of the tree; recipes and overlays are its own. */
const shipped = ['harness', 'lab', 'generic', 'teardown'];

/** What `recipe-harness/eslint` needs beside it, and nothing else does. */
const forLint = ['eslint', 'eslint-plugin-playwright', 'typescript-eslint'];

interface Manifest {
  name: string; version: string; description: string; license: string;
  dependencies: Record<string, string>; devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
compile();
copyAssets();
writeManifest();
process.stdout.write(`${pack()}\n`);

function compile(): void {
  const config = path.join(build, 'tsconfig.package.json');
  writeFileSync(config, JSON.stringify({
    extends: '../tsconfig.json',
    compilerOptions: { noEmit: false, noEmitOnError: true, declaration: true, rootDir: '..', outDir: 'package', types: ['node'], typeRoots: ['../node_modules/@types'] },
    include: shipped.map(room => `../${room}`),
  }, null, 2));
  run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '--project', config]);
  // TypeScript rewrites the endings of imports in its JavaScript, not in its types.
  for (const file of filesBelow(folder).filter(name => name.endsWith('.d.ts'))) {
    const text = readFileSync(file, 'utf8');
    const rewritten = text.replace(/((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2');
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
}

/** Whatever is not TypeScript: the lab's recipes, its bot, shell and Python. */
function copyAssets(): void {
  for (const room of shipped) {
    for (const file of filesBelow(path.join(root, room)).filter(name => !name.endsWith('.ts') && !name.includes('__pycache__'))) {
      cpSync(file, path.join(folder, path.relative(root, file)));
    }
  }
  for (const name of ['README.md', 'LICENSE']) cpSync(path.join(root, name), path.join(folder, name));
}

function writeManifest(): void {
  const { name, version, description, license, dependencies, devDependencies } = manifest;
  const entry = (module: string) => ({ types: `./${module}.d.ts`, default: `./${module}.js` });
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({
    name, version, description, license,
    type: 'module',
    engines: { node: '>=22.19' },
    exports: { '.': entry('harness/index'), './config': entry('harness/config'), './eslint': entry('harness/eslint'), './package.json': './package.json' },
    bin: { 'recipe-harness': 'harness/cli/main.js' },
    dependencies,
    peerDependencies: {
      '@playwright/test': `>=${devDependencies['@playwright/test'] ?? '1.65'} <2`,
      ...Object.fromEntries(forLint.map(name => [name, devDependencies[name] ?? '*'])),
    },
    peerDependenciesMeta: Object.fromEntries(forLint.map(name => [name, { optional: true }])),
  }, null, 2)}\n`);
}

function pack(): string {
  const output = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', build], folder);
  const [packed] = JSON.parse(output) as { filename: string }[];
  return path.join(build, packed?.filename ?? '');
}

function run(command: string, args: string[], cwd = root): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, npm_config_dry_run: 'false' } });
  } catch (error) {
    process.stderr.write((error as { stdout?: string }).stdout ?? '');
    process.stderr.write(`\n${path.basename(command)} ${args.slice(0, 2).join(' ')} failed; nothing was packed.\n`);
    process.exit(1);
  }
}
