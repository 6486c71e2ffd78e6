// `npm run demo`: from a fresh machine to custom-html tested against a real swarm, and nothing left running.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';
import { Stages } from './stages.mjs';

const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
const stages = new Stages();
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

console.log(stages.table());
const report = path.join(root, 'playwright-report/index.html');
if (exitCode !== 2 && existsSync(report)) console.log(`\nThe HTML report: ${report}\nOpen it in a browser, or serve it with \`npx playwright show-report\`.`);
process.exitCode = exitCode;
