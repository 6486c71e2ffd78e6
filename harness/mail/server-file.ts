/** Where the run's mail server listens, for the processes that deploy apps; and again for the run that takes kept apps up. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mailFolder } from '../run/run-facts.ts';

/** Where an app sends its mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
}

/** Undefined where the run has none. */
export function mailServerOf(runFolder: string): MailServer | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(runFolder), 'utf8')) as MailServer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeMailServer(runFolder: string, { host, port }: MailServer): Promise<void> {
  await writeFile(fileOf(runFolder), JSON.stringify({ host, port }), { mode: 0o600 });
}

function fileOf(runFolder: string): string {
  return join(mailFolder(runFolder), 'server.json');
}
