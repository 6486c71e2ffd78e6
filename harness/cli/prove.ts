/** `recipe-harness prove <recipe>`: the app broken on purpose, and every test that stays green although its subject is broken. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes, type Fault, gravestFirst } from '../errors.ts';
import type { Proof } from '../gate/sabotage/proof-schema.ts';
import { terminalProgress } from './terminal.ts';

export function addProve(program: Command): void {
  program.command('prove')
    .description("break the app of a recipe on purpose, one way at a time, and name every test that stays green; in the lab")
    .argument('<recipe>')
    .option('--on-server-in-use', 'do it on the server that harness.toml names')
    .option('--only <break...>', 'these breaks alone, by their names; nothing is written then')
    .action(async (recipe: string, { onServerInUse = false, only = [] }: { onServerInUse?: boolean; only?: string[] }) => {
      const { prove } = await import('../gate/sabotage/prove.ts');
      const { proofText } = await import('../gate/sabotage/proof-text.ts');
      let interruptedAt: number | undefined;
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.on(signal, () => {
          // The first ends the tests under way, and what is deployed is removed. Whoever cannot wait for that leaves it to the reaper.
          if (interruptedAt !== undefined && performance.now() - interruptedAt > 1_000) process.exit(130);
          interruptedAt ??= performance.now();
        });
      }
      const interrupted = (): boolean => interruptedAt !== undefined;
      const root = resolve(program.opts<{ root: string }>().root);
      try {
        const proved = await prove({ root, recipe, onServerInUse, only, progress: terminalProgress(), interrupted });
        if (proved) {
          process.stdout.write(proofText(proved.proof, proved.file));
          process.exitCode = exitCodeOf(proved.proof);
        }
      } catch (error) {
        if (!interrupted()) throw error;
      }
      if (interrupted()) process.exitCode = 130;
    });
}

/** A test that nothing can be said of is whose fault its failure was; one that stayed green is the overlay's, and so the recipe's. */
export function exitCodeOf({ matrix }: Pick<Proof, 'matrix'>): number {
  const faults = matrix.flatMap(({ word, fault }): Fault[] => word === 'red' ? [] : word === 'green' ? ['recipe'] : [fault === undefined ? 'harness' : fault as Fault]);
  const gravest = gravestFirst.find(fault => faults.includes(fault));
  return gravest === undefined ? 0 : exitCodes[gravest];
}
