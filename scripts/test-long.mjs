// `npm run test:long`: what takes longer than `npm test` may. Each part is told by name in the README.
import path from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';
import { playwright, reports } from './runners.mjs';
import { Stages } from './stages.mjs';

const parts = [
  ['broken recipes, their twins, and odd but sound ones', path.join(root, '.build/broken/report.json'), ['--config', 'tests/broken/playwright.config.ts'], {}],
  ['broken backups and restores', path.join(root, '.build/broken-data/report.json'), ['--config', 'tests/broken-data/playwright.config.ts'], {}],
  ['twenty kills at random moments', path.join(reports, 'report.json'), ['--config', 'tests/playwright.config.ts', 'random-kills'], { KILLS: '20' }],
];
const stages = new Stages();

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  let lab;
  if (!await stages.run('the lab', async () => { lab = await labUp(); })) return;
  for (const [name, report, args, env] of parts) {
    if (interrupted()) stages.skip(name, 'interrupted');
    else await stages.run(name, () => { Object.assign(process.env, env); return playwright(report, ...args); });
  }
  if (lab.started) await stages.run('the lab is taken down', async () => {
    if (await labDown() !== 0) return { passed: 0, failed: 1 };
  });
});

console.log(stages.recap());
console.log(stages.table());
process.exitCode = stages.failed > 0 ? 1 : 0;
console.log(`\n${stages.passed} passed, ${stages.failed} failed`);
