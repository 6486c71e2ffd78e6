// `npm run test:apps`: recipes in the lab, side by side on two workers, most of them real apps from their package registries; the packed library in a
// project of its own; and the worked example of docs/enroll-recipe.md.
// `npm run test:heavy`: those that take long to build or much disk, and the proof by sabotage of every app.
import path from 'node:path';
import { bootstrap, node, root, run } from './bootstrap.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { playwright } from './runners.mjs';
import { Stages } from './stages.mjs';

const light = ['mumble', 'matrix-synapse', 'bluesky-pds'];
const heavy = ['ghost', 'n8n'];
/** Those whose suites are over within a minute. */
const quick = ['custom-html', 'kinto'];
const example = path.join(root, '.build/apps/report.json');
const packaged = path.join(root, '.build/tests/report.json');
const suites = recipes => ({ name: `${recipes.join(', ')} on two workers`, work: () => playwright(path.join(root, 'test-results/report.json'), '--workers=2', ...recipes.map(name => `--project=${name}`)) });
const proof = recipe => ({ name: `${recipe} proved by sabotage`, work: () => run(node, [path.join(root, 'harness/cli/main.ts'), 'prove', recipe]) });

const ofPackage = { name: 'the packed library in a project of its own', work: () => playwright(packaged, '--config', 'tests/playwright.config.ts', '--grep', '@package') };
const worked = { name: 'the worked example of docs/enroll-recipe.md', work: () => playwright(example, '--config', 'tests/apps/playwright.config.ts') };

const wanted = process.argv[2] === 'heavy' ? [suites(heavy), ...[...light, ...heavy].map(proof)] : [suites([...quick, ...light]), ofPackage, worked];

const stages = new Stages();
await survivingInterrupts(async interrupted => {
  if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
  const lab = await withLab(stages, async () => {
    for (const { name, work } of wanted) if (!interrupted()) await stages.run(name, work);
  });
  if (!lab) for (const { name } of wanted) stages.skip(name, 'no lab');
  if (interrupted()) stages.skip('the rest', 'interrupted');
});
stages.close();
