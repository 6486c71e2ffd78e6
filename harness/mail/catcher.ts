/** The run's mail server: takes whatever its apps send, to anybody, and passes none of it on. */
import { once } from 'node:events';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { cannotListen, noMailAddress } from './errors.ts';
import { keepMail, mailsIn, makeMailFolder } from './folder.ts';
import { type Mail, parseMail } from './mail.ts';
import { secretsIn } from './secrets-in-mail.ts';
import { mailServerOf, type MailServer, writeMailServer } from './server-file.ts';

export interface Catcher extends MailServer {
  close(): Promise<void>;
}

/** Far more than tests look at; an app that sends in a loop must not fill the disk. */
const most = { mails: 1_000, bytesEach: 5 * 1024 * 1024, bytesInAll: 64 * 1024 * 1024 };

/** The server of a run whose recipes tell their apps to send to it; undefined where none does. */
export async function catchMail(run: Pick<Run, 'folder' | 'secrets' | 'target' | 'settings'>, recipes: readonly Recipe[]): Promise<Catcher | undefined> {
  const asking = recipes.find(({ mail }) => mail !== undefined);
  if (asking === undefined) return undefined;
  const host = run.target.mail_address;
  if (host === undefined) throw noMailAddress(asking.file, run.settings.file ?? 'the target');
  return startCatcher(run, host);
}

/** Listens at `host` for as long as this process lives; a run that is taken up again listens where its kept apps send to. */
export async function startCatcher(run: Pick<Run, 'folder' | 'secrets'>, host: string): Promise<Catcher> {
  await makeMailFolder(run.folder);
  const intake = new Intake(run, (await mailsIn(run.folder)).length);
  const server = new SMTPServer({
    name: 'recipe-harness', size: most.bytesEach, maxClients: 50, logger: false, disableReverseLookup: true, closeTimeout: 500,
    // Its certificate would be nobody's: whoever is offered TLS may insist on a good one. A user and a password are taken, whatever they are.
    disabledCommands: ['STARTTLS'], hideSTARTTLS: true, authOptional: true, allowInsecureAuth: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? 'anybody' }),
    onData: (stream, session, done) => void intake.take(stream, session).then(() => done(), (error: Error) => done(error)),
  });
  // A client that breaks off is the app's own affair.
  server.on('error', () => undefined);
  const port = await listen(server, mailServerOf(run.folder)?.port ?? 0, host);
  server.server.unref();
  await writeMailServer(run.folder, { host, port });
  return { host, port, close: () => new Promise(resolve => server.close(() => resolve())) };
}

async function listen(server: SMTPServer, port: number, host: string): Promise<number> {
  const listening = server.listen(port, host);
  try {
    await once(listening, 'listening');
  } catch (error) {
    throw cannotListen(port === 0 ? host : `${host}, port ${port}`, error as NodeJS.ErrnoException);
  }
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error(`the mail server listens at ${String(address)}`);
  return address.port;
}

/** Takes one mail after the other, as long as there is room. */
class Intake {
  readonly #run: Pick<Run, 'folder' | 'secrets'>;
  #mails: number;
  #bytes = 0;

  constructor(run: Pick<Run, 'folder' | 'secrets'>, mails: number) {
    this.#run = run;
    this.#mails = mails;
  }

  async take(stream: SMTPServerDataStream, { envelope }: Pick<SMTPServerSession, 'envelope'>): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    if (stream.sizeExceeded) throw refused(552, `a mail may have ${most.bytesEach} bytes`);
    if (this.#mails >= most.mails || this.#bytes + raw.length > most.bytesInAll) throw refused(452, `this run has taken ${this.#mails} mails, and takes no more`);
    const nth = ++this.#mails;
    this.#bytes += raw.length;
    const mail = await parseMail(raw, { from: envelope.mailFrom === false ? '' : envelope.mailFrom.address, to: envelope.rcptTo.map(({ address }) => address) });
    this.#mask(mail);
    await keepMail(this.#run.folder, nth, mail);
  }

  /** Before anybody can read the mail, and so repeat what is in it. */
  #mask(mail: Mail): void {
    for (const value of secretsIn(mail)) this.#run.secrets.register(value, `secret of a mail to ${mail.to.join(', ')}`);
  }
}

function refused(responseCode: number, why: string): Error {
  return Object.assign(new Error(why), { responseCode });
}
