#!/usr/bin/env node
/** The lab's `abra`: behaves as the public pages say that the real one does, and refuses by name what it does not do. */
import { CommanderError } from 'commander';
import { Fatal } from './fatal.ts';
import { log } from './output/log.ts';
import { program } from './program.ts';

/** Help and version are no failures; a wrong command line is one, like every other, with status 1. */
async function main(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0 || error.code === 'commander.help') return 0;
      log.fatal(error.message.replace(/^error: /, ''));
    } else if (error instanceof Fatal) log.fatal(error.message);
    else if (error instanceof Error && error.name === 'LabError') log.fatal(error.message);
    else log.fatal(error instanceof Error ? `this is a fault of the lab's abra: ${error.stack ?? error.message}` : String(error));
    return 1;
  }
}

// A reader that went away (`abra app ls | head -1`) is no reason for a stack trace.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main(process.argv.slice(2));
