/** Commands that the real abra has and the lab's has not. */
import type { Command } from 'commander';
import { Fatal } from './fatal.ts';

/** Refuses each by its name, whatever its arguments, and leaves it out of the help. */
export function refuse(parent: Command, ...names: string[]): void {
  for (const name of names) {
    parent
      .command(name, { hidden: true })
      .argument('[arguments...]')
      .allowUnknownOption()
      .helpOption(false)
      .action((...parameters: unknown[]) => {
        const command = parameters.at(-1) as Command;
        throw new Fatal(`the lab's abra does not do "${path(command)}"`);
      });
  }
}

function path(command: Command): string {
  return command.parent === null ? command.name() : `${path(command.parent)} ${command.name()}`;
}
