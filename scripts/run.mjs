// Runs a TypeScript file of this repository under the pinned Node: `node scripts/run.mjs <file.ts> [arguments]`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const node = path.join(root, 'node_modules/node/bin/node');
const [file, ...rest] = process.argv.slice(2);

if (!file) {
  console.error('Usage: node scripts/run.mjs <file.ts> [arguments]');
  process.exit(2);
}
if (!existsSync(node)) {
  console.error('The packages are not installed yet.\nWay out: run `npm run demo` or `npm test`, which install what is missing, or `npm ci`.');
  process.exit(2);
}

const child = spawn(node, [path.resolve(root, file), ...rest], { stdio: 'inherit' });
// The terminal sends its signals to the child too; this process only waits for the child's own end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { if (signal !== 'SIGINT') child.kill(signal); });
child.on('error', error => { console.error(`Cannot start ${node}: ${error.message}`); process.exit(3); });
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
