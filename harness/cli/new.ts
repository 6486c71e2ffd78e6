/** `recipe-harness new <recipe>`: the first version of a recipe's tests, with what only a person knows left to be filled in. */
import { type Command, Option } from 'commander';
import { inAComment, listed } from '../scaffold/in-a-comment.ts';
import type { Written } from '../scaffold/new-recipe.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { loadSettings } from '../settings/settings.ts';
import { terminalProgress } from './terminal.ts';

interface Options { catalogue?: string; git?: string; path?: string; ref?: string }

export function addNew(program: Command): void {
  program.command('new')
    .description("write a recipe file, an overlay with gaps, specs and a PARITY page, from the recipe's own files; deploys nothing")
    .argument('<recipe>', 'its name here')
    .addOption(new Option('--catalogue <name>', "its name in the catalogue; the default, by the recipe's name").conflicts(['git', 'path']))
    .addOption(new Option('--git <url>', 'a git repository instead').conflicts('path'))
    .option('--path <folder>', 'a working tree instead, with its uncommitted changes')
    .option('--ref <ref>', 'the branch, tag or commit that is to be tested where none is named')
    .action(async (name: string, { catalogue, git, path, ref }: Options) => {
      const place: Recipe['source'] = git !== undefined ? { git } : path !== undefined ? { path } : { catalogue: catalogue ?? name };
      const { newRecipe } = await import('../scaffold/new-recipe.ts');
      const written = await newRecipe(loadSettings(program.opts<{ root: string }>().root), name, { ...place, ...(ref === undefined ? {} : { ref }) }, terminalProgress());
      process.stdout.write(told(name, written));
    });
}

export function told(name: string, { facts, files }: Written): string {
  const width = Math.max(...files.map(({ file }) => file.length));
  return [
    `${name} was read at ${inAComment(facts.at)}: ${listed(facts.composeFiles)} with the services ${listed(facts.services.map(service => service.name))}.`,
    'Written:',
    ...files.map(({ file, gaps }) => `  ${file.padEnd(width)}  ${gaps.length === 0 ? 'nothing to fill in' : `to fill in: line ${gaps.join(', ')}`}`),
    `Next: \`npx playwright test --project=${name} --grep "@install|@teardown"\` deploys it as it is. Then fill in, from overlay.ts on: docs/enroll-recipe.md.`,
    '',
  ].join('\n');
}
