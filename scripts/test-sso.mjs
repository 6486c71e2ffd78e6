// `npm run test:sso`: what logs in through the real Keycloak, which takes longer to start than all other apps of `npm test`.
import path from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { playwright } from './runners.mjs';
import { Stages } from './stages.mjs';

const stages = new Stages();

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  const deploying = [
    ['keycloak, and an app that logs in through it', path.join(root, 'test-results/report.json'), ['--project=keycloak', '--project=whoami-oidc']],
    ['providers: shared, kept warm, killed', path.join(root, '.build/sso/report.json'), ['--config', 'tests/sso/playwright.config.ts']],
  ];
  const lab = await withLab(stages, async () => {
    for (const [name, report, args] of deploying) if (!interrupted()) await stages.run(name, () => playwright(report, ...args));
  });
  if (!lab) for (const [name] of deploying) stages.skip(name, 'no lab');
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

stages.close();
