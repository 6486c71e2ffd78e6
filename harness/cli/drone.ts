/** `recipe-harness drone`: writes the file that makes a pipeline run `recipe-harness ci`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { HarnessError } from '../errors.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { loadRecipe, loadSettings } from '../settings/settings.ts';
import type { Runner } from '../pipeline/pipeline-file.ts';

interface DroneOptions { runner: Runner; woodpecker?: true; giteaActions?: true; tests?: string; branch: string; write?: string | boolean; force?: true }

export function addDrone(program: Command): void {
  program.command('drone')
    .description('print the .drone.yml of a recipe\'s repository, whose pipeline tests it by `recipe-harness ci`; or, with recipes named, that of this project\'s')
    .argument('[recipe...]', 'the pipeline is of this project itself, and tests these')
    .addOption(new Option('--runner <kind>', 'on the machine itself, or in a container').choices(['exec', 'docker']).default('exec'))
    .addOption(new Option('--woodpecker', 'for Woodpecker').conflicts('giteaActions'))
    .option('--gitea-actions', 'for Gitea Actions')
    .option('--tests <url>', 'where the pipeline clones this project from; default: its remote origin')
    .option('--branch <name>', 'whose pull requests and pushes are tested', 'main')
    .option('--write [file]', 'write it instead: to this file, else where the service looks for it in this folder')
    .option('--force', 'even where there is one')
    .action(async (recipes: string[], options: DroneOptions) => {
      const { pipelineFile, usualPlace } = await import('../pipeline/pipeline-file.ts');
      const { root } = program.opts<{ root: string }>();
      const settings = loadSettings(root);
      for (const recipe of recipes) loadRecipe(settings, recipe);
      const service = options.woodpecker ? 'woodpecker' : options.giteaActions ? 'gitea-actions' : 'drone';
      if (options.tests !== undefined) refuseCredentials(options.tests);
      const tests = options.tests ?? (recipes.length > 0 ? undefined : await originOf(settings.root));
      const text = pipelineFile({ service, runner: options.runner, tests, recipes, branch: options.branch });
      const { write = false } = options;
      if (write === false) {
        process.stdout.write(text);
        return;
      }
      const file = resolve(typeof write === 'string' ? write : usualPlace[service]);
      if (existsSync(file) && !options.force) {
        throw new HarnessError({ code: 'ERR_FILE_EXISTS', fault: 'user', message: `${file} is there already.`, wayOut: 'Look what it says; --force writes over it, and without --write it is only printed.', facts: { file } });
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      process.stdout.write(`${file}: commit it, and see docs/ci.md for what the server needs once.\n`);
    });
}

function refuseCredentials(url: string): void {
  if (withoutCredentials(url) === url) return;
  throw new HarnessError({
    code: 'ERR_CI_TESTS', fault: 'user', message: `--tests holds a name or password: ${withoutCredentials(url)} is what may stand in a file for everybody's eyes.`,
    wayOut: 'Give the address without it, and let the runner know the password: the netrc of its user, a deploy key for ssh.',
  });
}

/** Without a credential: the file is for everybody's eyes. */
async function originOf(root: string): Promise<string> {
  const { gitMaybe } = await import('../recipe/git.ts');
  const url = (await gitMaybe(root, ['config', '--get', 'remote.origin.url']))?.trim() ?? '';
  if (url !== '') return withoutCredentials(url);
  throw new HarnessError({
    code: 'ERR_CI_TESTS', fault: 'user', message: `${root} has no remote origin that a pipeline could clone these tests from.`,
    wayOut: "Name it with --tests <url>; or name the recipes, for a pipeline of this project itself.", facts: { root },
  });
}
