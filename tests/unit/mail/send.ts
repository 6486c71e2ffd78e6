/** Sends a mail as an app would, line by line. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { MailServer } from '../../../harness/mail/server-file.ts';

/** @returns what the server said to each command, last of all to the message itself */
export async function send({ host, port }: MailServer, { from = 'app@example.org', to, message, login = false }: { from?: string; to: readonly string[]; message: string; login?: boolean }): Promise<string[]> {
  const socket = connect(port, host);
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value } = await lines.next() as { value: string };
      if (value[3] === ' ') return value;
    }
  };
  const said = [await answer()];
  const commands = ['EHLO app', ...(login ? [`AUTH PLAIN ${Buffer.from('\0user\0password').toString('base64')}`] : []), `MAIL FROM:<${from}>`, ...to.map(each => `RCPT TO:<${each}>`), 'DATA', `${message.replaceAll(/\r?\n/g, '\r\n')}\r\n.`];
  for (const command of commands) {
    socket.write(`${command}\r\n`);
    said.push(await answer());
  }
  socket.end('QUIT\r\n');
  return said;
}
