// `npm test`: everything that this project checks about itself. Goes on after a failure; the last line is the sum.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { labDown, labUp, survivingInterrupts } from './lab.mjs';
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
  for (const [name, args] of checks) if (!interrupted()) await stages.run(name, () => run(node, args));

  for (const [name, project] of [['unit tests', 'unit'], ['whole programs, without a swarm', 'processes']]) {
    if (!interrupted()) await stages.run(name, () => vitest(path.join(reports, `${project}.json`), project));
  }
  if (interrupted()) return;

  const deploying = ['the harness against the lab', 'the recipes'];
  let lab;
  if (!await stages.run('the lab', async () => { lab = await labUp(); })) {
    for (const name of deploying) stages.skip(name, 'no lab');
    return;
  }
  if (!interrupted()) await stages.run(deploying[0], () => playwright(path.join(reports, 'report.json'), '--config', 'tests/playwright.config.ts'));
  if (!interrupted()) await stages.run(deploying[1], () => playwright(path.join(root, 'test-results/report.json')));
  if (lab.started) await stages.run('the lab is taken down', async () => {
    if (await labDown() !== 0) return { passed: 0, failed: 1 };
  });
  if (interrupted()) stages.skip('the rest', 'interrupted');
});

console.log(stages.recap());
console.log(stages.table());
process.exitCode = stages.failed > 0 ? 1 : 0;
console.log(`\n${stages.passed} passed, ${stages.failed} failed`);
