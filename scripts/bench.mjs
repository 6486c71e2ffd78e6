// `npm run bench [-- <name>…]`: what the harness costs, measured on the lab. `npm run bench -- page` only writes docs/bench.md anew.
// `npm run bench:apps [-- <recipe>…]`: what the real apps take.
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';

const apps = process.argv[2] === '--apps';
const main = path.join(root, apps ? 'bench/apps.ts' : 'bench/main.ts');
const names = process.argv.slice(apps ? 3 : 2);

async function measured() {
  if (names.length === 1 && names[0] === 'page') return run(node, [main, 'page']);
  return survivingInterrupts(async () => {
    const lab = await labUp();
    process.env.LAB_TARGET = lab.target;
    const code = await run(node, [main, ...names]);
    if (lab.started && await labDown() !== 0) return 1;
    return code;
  });
}

try {
  await bootstrap({ bench: true, tests: apps });
  process.exitCode = await measured();
} catch (error) {
  console.error(error.exitCode === undefined ? error.stack : error.message);
  process.exitCode = error.exitCode ?? 1;
}
