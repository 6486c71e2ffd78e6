// `npm run test:long`: what takes longer than `npm test` may. Each part is told by name in the README.
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { inARow } from './in-a-row.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { playwright, reports } from './runners.mjs';
import { Stages } from './stages.mjs';

const stages = new Stages();

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  await withLab(stages, async lab => {
    process.env.KILLS = '20';
    await stages.run('twenty kills at random moments', () => playwright(path.join(reports, 'report.json'), '--config', 'tests/playwright.config.ts', 'random-kills'));
    for (const recipe of ['kinto', 'keycloak', 'whoami-oidc']) {
      if (!interrupted()) await stages.run(`${recipe} proved by sabotage`, () => run(node, [path.join(root, 'harness/cli/main.ts'), 'prove', recipe]));
    }
    if (!interrupted()) await stages.run('thirty runs of custom-html in a row', () => inARow('custom-html', 30, lab.target, interrupted));
  });
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

stages.close();
