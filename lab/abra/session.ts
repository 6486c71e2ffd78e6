/** What holds for one call of the command: its folder and its global flags. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';

export interface Session {
  /** `ABRA_DIR`, or `~/.abra`. */
  abraDir: string;
  /** `-n`: never ask. */
  noInput: boolean;
  /** `-o`: no fetch from a recipe's origin. */
  offline: boolean;
  debug: boolean;
}

/** Reads the session from the program's global flags and the environment. */
export function sessionOf(command: Command): Session {
  const flags = command.optsWithGlobals<{ input?: boolean; offline?: boolean; debug?: boolean }>();
  return {
    abraDir: process.env['ABRA_DIR'] || join(homedir(), '.abra'),
    noInput: flags.input === false,
    offline: flags.offline === true,
    debug: flags.debug === true,
  };
}
