// `npm test`: everything that this project checks about itself. Goes on after a failure; the last line is the sum.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { module, playwright, reports, vitest } from './runners.mjs';
import { Stages } from './stages.mjs';

const stages = new Stages();

await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  mkdirSync(reports, { recursive: true });
  const checks = [
    ['lint', [module('eslint/bin/eslint.js'), '.']],
    ['types', [module('typescript/bin/tsc'), '--noEmit']],
    ['import directions', [module('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'harness', 'lab', 'generic', 'teardown', 'overlays', 'bench']],
    ['reference docs are what the code says', [path.join(root, 'scripts/generate-docs.ts'), '--check']],
  ];
  // Each keeps one core busy, and says nothing where all is well.
  if (!interrupted()) await Promise.all(checks.map(([name, args]) => stages.run(name, () => run(node, args))));

  for (const [name, project] of [['unit tests', 'unit'], ['whole programs, without a swarm', 'processes']]) {
    if (!interrupted()) await stages.run(name, () => vitest(path.join(reports, `${project}.json`), project));
  }
  if (interrupted()) return void stages.skip('the rest', 'interrupted');

  const deploying = [
    ['the harness against the lab', path.join(reports, 'report.json'), ['--config', 'tests/playwright.config.ts', '--grep-invert', '@package']],
    ['broken recipes, their twins, and odd but sound ones', path.join(root, '.build/broken/report.json'), ['--config', 'tests/broken/playwright.config.ts']],
    ['broken backups and restores', path.join(root, '.build/broken-data/report.json'), ['--config', 'tests/broken-data/playwright.config.ts']],
  ];
  const lab = await withLab(stages, async () => {
    for (const [name, report, args] of deploying) if (!interrupted()) await stages.run(name, () => playwright(report, ...args));
  });
  if (!lab) for (const [name] of deploying) stages.skip(name, 'no lab');
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

stages.close();
