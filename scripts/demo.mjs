// `npm run demo`: from a fresh machine to custom-html tested against a real swarm, and nothing left running.
import { statSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';
import { Stages } from './stages.mjs';

const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
const stages = new Stages();
const begun = Date.now();
let exitCode = 0;

await survivingInterrupts(async interrupted => {
  const fail = error => {
    exitCode = error.exitCode ?? 4;
    throw error;
  };
  if (!await stages.run('what the machine needs', () => bootstrap().catch(fail))) return;
  let lab;
  if (!await stages.run('the lab', async () => { lab = await labUp().catch(fail); })) return;
  if (!interrupted()) {
    await stages.run('npx playwright test --project=custom-html', async () => { exitCode = await run(node, [playwright, 'test', '--project=custom-html']); });
  }
  if (lab.started) await stages.run('the lab is taken down', async () => { exitCode = await labDown() || exitCode; });
  else console.log('\nThe lab was running before and stays up.');
  if (interrupted()) exitCode = 130;
});

console.log(`${stages.table()}\n`);
const looked = [['The card', 'results/custom-html/card.png'], ['The HTML report', 'playwright-report/index.html']].map(([what, file]) => [what, path.join(root, file)]);
for (const [what, file] of looked) if (exitCode !== 2 && writtenSince(file)) console.log(`${what}: ${file}`);
process.exitCode = exitCode;

/** What an earlier demo has left says nothing of this one. */
function writtenSince(file) {
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= begun;
}
