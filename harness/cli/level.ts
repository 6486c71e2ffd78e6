/** `recipe-harness level`: what has changed between the results of two runs. */
import type { Command } from 'commander';
import { HarnessError } from '../errors.ts';
import { compare, comparedText } from '../report/level/diff-text.ts';
import { resultsIn } from '../report/results-in.ts';

export function addLevel(program: Command): void {
  const level = program.command('level').description("what changed between two runs' results");

  level.command('diff')
    .description('say what changed, in a line a recipe: the level, its tests, the time')
    .argument('<old>', "a results.json, a recipe's folder of results, or results/ of a project")
    .argument('<new>', 'the same, of the later run')
    .option('--json', 'as data')
    .action((old: string, now: string, { json = false }: { json?: boolean }) => {
      const compared = compare(resultsIn(old), resultsIn(now));
      if (compared.differences.length === 0) {
        throw new HarnessError({
          code: 'ERR_NOTHING_TO_COMPARE', fault: 'user',
          message: `${old} is about ${compared.onlyBefore.join(', ')}, and ${now} about ${compared.onlyNow.join(', ')}.`, wayOut: 'Name results of the same recipe.',
        });
      }
      process.stdout.write(json ? `${JSON.stringify(compared, null, 2)}\n` : comparedText(compared));
    });
}
