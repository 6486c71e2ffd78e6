/** `recipe-harness abra-facts`: tries every belief about abra against the abra at hand. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { packageModule } from '../package.ts';

export function addAbraFacts(program: Command): void {
  program.command('abra-facts')
    .description('try everything believed about abra against the abra on PATH, or the one of harness.toml or the lab')
    .argument('[arguments...]', 'handed on')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (rest: string[]) => {
      const child = spawn(process.execPath, [packageModule('harness/abra/check-facts'), ...rest], { cwd: program.opts<{ root: string }>().root, stdio: 'inherit' });
      const [code] = await once(child, 'exit') as [number | null];
      process.exitCode = code ?? 130;
    });
}
