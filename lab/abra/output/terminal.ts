/** What needs a person's terminal: tables, attached execs, questions. */
import { createInterface } from 'node:readline/promises';
import { Fatal, noTerminal } from '../fatal.ts';
import type { Session } from '../session.ts';

/** Refuses as abra does when it asks for the size of a terminal that is not there, `-n` or not. */
export function requireTerminal(): void {
  if (!process.stdout.isTTY) throw new Fatal(noTerminal);
}

/** Refuses unless a container's terminal can be joined to this one. */
export function requireTerminalBothWays(): void {
  if (!process.stdout.isTTY || !process.stdin.isTTY) throw new Fatal(noTerminal);
}

async function ask(question: string): Promise<string> {
  requireTerminalBothWays();
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

/** Asks yes or no; `-n` answers yes. Anything but yes ends the command. */
export async function confirm(session: Session, question: string): Promise<void> {
  if (session.noInput) return;
  const answer = await ask(`? ${question} (y/N) `);
  if (!/^y(es)?$/i.test(answer)) throw new Fatal('aborting as requested');
}

/** Asks for a value that a flag would have given; `-n` makes its absence an error. */
export async function askFor(session: Session, what: string, flag: string): Promise<string> {
  if (session.noInput) throw new Fatal(`no ${what} provided, see ${flag}`);
  const answer = await ask(`? Specify ${what}: `);
  if (answer === '') throw new Fatal(`no ${what} provided, see ${flag}`);
  return answer;
}

/** Asks for one of a list; `-n` takes the first. */
export async function choose(session: Session, question: string, choices: readonly string[]): Promise<string> {
  const first = choices[0];
  if (first === undefined) throw new Fatal(`nothing to choose from: ${question}`);
  if (session.noInput) return first;
  const list = choices.map((choice, index) => `  ${index + 1}) ${choice}`).join('\n');
  const answer = await ask(`? ${question}\n${list}\n> `);
  const chosen = choices[Number(answer) - 1] ?? choices.find((choice) => choice === answer);
  if (chosen === undefined) throw new Fatal(`no such choice: ${answer}`);
  return chosen;
}
