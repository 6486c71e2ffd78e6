/** `recipe-harness ci`: the step of a pipeline. */
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadSettings } from '../settings/settings.ts';
import { terminalProgress } from './terminal.ts';

interface CiOptions { artefacts: string; resultsStore?: string; checkout?: string }

export function addCi(program: Command): void {
  program.command('ci')
    .description("the step of a pipeline (Drone, Woodpecker, Gitea Actions): test the build's commit, tell the pull request, leave the artefacts")
    .argument('[recipe...]', "default: the recipe whose repository is the build's")
    .option('--artefacts <folder>', 'where reports, results, card and badge are left, by recipe', 'recipe-harness-artefacts')
    .option('--results-store <folder>', "where each branch's last results are kept, to compare pull requests with; default: ci-results in the state folder")
    .option('--checkout <folder>', "test this checkout of the build's repository, in place of the recipe's own source")
    .action(async (named: string[], { artefacts, resultsStore, checkout }: CiOptions) => {
      const { ci } = await import('../pipeline/ci.ts');
      const settings = loadSettings(program.opts<{ root: string }>().root);
      const progress = terminalProgress();
      process.exitCode = await ci({
        settings, named, env: process.env, checkout,
        artefacts: resolve(artefacts), store: resolve(resultsStore ?? join(settings.stateFolder, 'ci-results')),
        cancelled: await cancelledFromOutside(line => progress.note(line)), progress,
      });
    });
}

/** The first signal is passed on, and what can be told is told; whoever sends another one does not want to wait. Who is started by `npx` may get none. */
async function cancelledFromOutside(tell: (line: string) => void): Promise<AbortSignal> {
  const { ancestorsOf, watchAncestors } = await import('../pipeline/ancestors.ts');
  const controller = new AbortController();
  // A pipeline that is gone reads no log; the forge is told all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(signal);
    });
  }
  watchAncestors(ancestorsOf(process.pid), ({ pid }) => {
    if (controller.signal.aborted) return;
    tell(`the process ${pid}, by which the pipeline started this step, is gone: the build counts as cancelled`);
    controller.abort('SIGTERM');
  });
  return controller.signal;
}
