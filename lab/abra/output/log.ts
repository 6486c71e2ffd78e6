/** Log lines with abra's four-letter levels; all of them, FATA too, go to standard output. */

type Level = 'DEBU' | 'INFO' | 'WARN' | 'FATA';

const colours: Record<Level, string> = { DEBU: '63', INFO: '86', WARN: '192', FATA: '134' };

function line(level: Level, message: string): void {
  const shown = process.stdout.isTTY ? `\u001b[1;38;5;${colours[level]}m${level}\u001b[0m` : level;
  process.stdout.write(`${shown} ${message}\n`);
}

let debugging = false;

/** Turns debug lines on (`-d`). */
export function setDebug(on: boolean): void {
  debugging = on;
}

export const log = {
  debug: (message: string): void => {
    if (debugging) line('DEBU', message);
  },
  info: (message: string): void => line('INFO', message),
  warn: (message: string): void => line('WARN', message),
  fatal: (message: string): void => line('FATA', message),
};

/** Prints text that is not a log line. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
