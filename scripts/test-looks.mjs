// `npm run test:looks`: what people look at, in a real browser: cards, pictures of apps, and the site at three widths, in light and dark.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { survivingInterrupts } from './lab.mjs';
import { reports, vitest } from './runners.mjs';
import { Stages } from './stages.mjs';

const stages = new Stages();

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  mkdirSync(reports, { recursive: true });
  const looks = 'cards, pictures and the site in a browser';
  if (interrupted()) stages.skip(looks, 'interrupted');
  else await stages.run(looks, () => vitest(path.join(reports, 'looks.json'), 'looks'));
});

stages.close();
