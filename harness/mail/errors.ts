/** What can go wrong with the mail of a run. */
import { HarnessError } from '../errors.ts';
import { seconds } from '../swarm/clock.ts';
import type { Mail } from './mail.ts';

/** The app sent no such mail in time; what it did send is told. */
export class MailMissingError extends HarnessError {
  constructor(address: string, { waitedMs, after, others }: { waitedMs: number; after: Date; others: readonly Mail[] }) {
    super({
      code: 'ERR_MAIL_MISSING', fault: 'recipe',
      message: `No mail to ${address} came within ${seconds(waitedMs)}.`,
      wayOut: others.length === 0 ? "Look into the app's log: does it send to {mail.host} and {mail.port} of [mail.env], without TLS?" : 'Compare with what did come, below: another address, or too early.',
      detail: others.length === 0 ? 'Nothing came at all.' : others.map(mail => told(mail, after)).join('\n'),
      facts: { address, waitedMs, others: others.length },
    });
  }
}

function told({ to, subject, at }: Mail, after: Date): string {
  const early = after.getTime() - Date.parse(at);
  return `to ${to.join(', ')}: ${JSON.stringify(subject)}${early > 0 ? `, ${seconds(early)} too early` : ''}`;
}

export function noMailHere(file: string): HarnessError {
  return new HarnessError({
    code: 'ERR_MAIL_NONE', fault: 'user',
    message: `${file} has no [mail.env]: nobody catches what this app sends.`,
    wayOut: 'Tell the app under [mail.env] where to send: SMTP_HOST = "{mail.host}", SMTP_PORT = "{mail.port}".',
    facts: { file },
  });
}

export function notListening(file: string): HarnessError {
  return new HarnessError({
    code: 'ERR_MAIL_NOT_LISTENING', fault: 'user',
    message: `${file} has [mail.env], and this run takes no mail: it was not started by Playwright's runner with the config of harnessConfig().`,
    wayOut: 'Run `npx playwright test` with that config.',
    facts: { file },
  });
}

export function noMailAddress(file: string, settings: string): HarnessError {
  return new HarnessError({
    code: 'ERR_MAIL_ADDRESS', fault: 'user',
    message: `${file} has [mail.env], and ${settings} does not say at which address the server's containers reach this machine.`,
    wayOut: 'Give it as mail_address under [target]; a lab that was started by an older version knows it once it is started anew (`npm run lab:down`).',
    facts: { file, settings },
  });
}

export function cannotListen(address: string, cause: NodeJS.ErrnoException): HarnessError {
  const foreign = cause.code === 'EADDRNOTAVAIL';
  return new HarnessError({
    code: 'ERR_MAIL_LISTEN', fault: foreign ? 'user' : 'environment',
    message: `No mail can be taken at ${address}: ${foreign ? 'that is no address of this machine' : cause.message}.`,
    wayOut: foreign ? "Give as target.mail_address an address of this machine that the server's containers reach." : 'End what listens there, or start a new run.',
    cause, facts: { address, code: cause.code },
  });
}
