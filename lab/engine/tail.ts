/** The last lines of a log, for a message. */
import { readFileSync } from 'node:fs';

/** Empty where there is no such file. */
export function tail(file: string, lines = 12): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
