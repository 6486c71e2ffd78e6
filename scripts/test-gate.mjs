// `npm run test:gate`: the patterns of lint, a suite that proves nothing and must fail, and the proof by sabotage, which deploys an app again and again to break it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { playwright, reports, vitest } from './runners.mjs';
import { Stages } from './stages.mjs';

const stages = new Stages();
const proof = 'custom-html proved by sabotage, and a suite that proves nothing';

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  mkdirSync(reports, { recursive: true });
  if (!interrupted()) await stages.run('weak patterns, and what lint says of them', () => vitest(path.join(reports, 'gate.json'), 'gate'));
  const report = path.join(root, '.build/gate/report.json');
  const lab = await withLab(stages, () => interrupted() || stages.run(proof, () => playwright(report, '--config', 'tests/gate/playwright.config.ts')));
  if (!lab) stages.skip(proof, 'no lab');
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

stages.close();
