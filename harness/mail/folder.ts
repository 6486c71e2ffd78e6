/** The mails of a run as files in its private folder: one each, written whole, for every process of the run to read. */
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mailFolder } from '../run/run-facts.ts';
import type { Mail } from './mail.ts';

const file = /^\d{6}\.json$/;

/** Puts a mail where readers look. The folder is there as long as the run is: what comes later is refused. */
export async function keepMail(runFolder: string, nth: number, mail: Mail): Promise<void> {
  const whole = join(mailFolder(runFolder), `${String(nth).padStart(6, '0')}.json`);
  await writeFile(`${whole}.new`, JSON.stringify(mail), { mode: 0o600 });
  await rename(`${whole}.new`, whole);
}

export async function makeMailFolder(runFolder: string): Promise<void> {
  await mkdir(mailFolder(runFolder), { recursive: true, mode: 0o700 });
}

/** The names of all that came, oldest first. */
export async function mailsIn(runFolder: string): Promise<string[]> {
  return (await readdir(mailFolder(runFolder))).filter(name => file.test(name)).sort();
}

export async function readKeptMail(runFolder: string, name: string): Promise<Mail> {
  return JSON.parse(await readFile(join(mailFolder(runFolder), name), 'utf8')) as Mail;
}

/** Calls `then` whenever something changes in the folder, until the function returned is called. */
export function onMail(runFolder: string, then: () => void): () => void {
  const watcher = watch(mailFolder(runFolder), { persistent: false }, then);
  return () => watcher.close();
}
