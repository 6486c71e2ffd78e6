/** What tests and hooks see of the run's mail: each mail to an address, as it comes. */
import { observe } from '../observed.ts';
import type { Progress } from '../progress.ts';
import { Bell } from '../swarm/bell.ts';
import { systemClock } from '../swarm/clock.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { MailMissingError, noMailHere, notListening } from './errors.ts';
import { mailsIn, onMail, readKeptMail } from './folder.ts';
import type { Mail } from './mail.ts';
import { mailServerOf } from './server-file.ts';

/** Which mail `to` waits for. */
export interface MailOptions {
  /** Mail that came before this moment is not looked at. Default: when the test or hook began, or the last mail to this address that it was given. */
  readonly after?: Date;
  /** Milliseconds to wait. Default 30,000. */
  readonly timeout?: number;
}

/**
 * The mail that the app sends: a server of the run takes it, whoever it is to, where the recipe file has `[mail.env]`.
 *
 * @example
 * await api.post('/sessions', { json: { email } });
 * const [code = ''] = /\d{6}/.exec((await mail.to(email)).text) ?? [];
 */
export interface Mailbox {
  /**
   * Waits for a mail to an address, and returns the newest.
   *
   * @param address of the recipient; capitals do not matter
   * @param options from which moment on, and for how long
   * @throws MailMissingError `ERR_MAIL_MISSING`, with what did come
   * @throws HarnessError `ERR_MAIL_NONE` where the recipe file has no `[mail.env]`
   */
  to(address: string, options?: MailOptions): Promise<Mail>;
}

/** The mails in a run's folder, from now on. */
export class FolderMailbox implements Mailbox {
  readonly #folder: string;
  readonly #step: Progress['step'];
  readonly #opened = new Date();
  readonly #read = new Map<string, Mail>();
  readonly #given = new Map<string, string>();

  constructor(runFolder: string, { step }: Pick<Progress, 'step'>) {
    this.#folder = runFolder;
    this.#step = step;
  }

  to(address: string, options: MailOptions = {}): Promise<Mail> {
    return this.#step(`wait for mail to ${address}`, () => this.#newest(address.toLowerCase(), options));
  }

  async #newest(address: string, { after, timeout = 30_000 }: MailOptions): Promise<Mail> {
    const latest = systemClock.now() + timeout;
    const bell = new Bell(systemClock);
    const deaf = onMail(this.#folder, () => bell.ring());
    try {
      for (;;) {
        const mails = await this.#all();
        const last = after === undefined ? this.#given.get(address) ?? '' : '';
        const [name, mail] = mails.findLast(([each, { to, at }]) => each > last && to.includes(address) && Date.parse(at) >= (after ?? this.#opened).getTime()) ?? [];
        if (name !== undefined && mail !== undefined) return this.#give(address, name, mail);
        if (systemClock.now() >= latest) throw new MailMissingError(address, { waitedMs: timeout, after: after ?? this.#opened, others: mails.map(([, each]) => each).slice(-10) });
        await bell.wait(latest);
      }
    } finally {
      deaf();
    }
  }

  #give(address: string, name: string, mail: Mail): Mail {
    this.#given.set(address, name);
    observe({ kind: 'mail', text: `${mail.subject}\n${mail.text}\n${mail.html}` });
    return mail;
  }

  async #all(): Promise<(readonly [string, Mail])[]> {
    const names = await mailsIn(this.#folder);
    return Promise.all(names.map(async name => {
      const mail = this.#read.get(name) ?? await readKeptMail(this.#folder, name);
      this.#read.set(name, mail);
      return [name, mail] as const;
    }));
  }
}

/** Of a recipe whose app sends nothing here, the mailbox says so when it is asked. */
export function mailboxOf(run: Pick<Run, 'folder'>, recipe: Pick<Recipe, 'file' | 'mail'>, progress: Progress): Mailbox {
  if (recipe.mail && mailServerOf(run.folder)) return new FolderMailbox(run.folder, progress);
  return { to: async () => { throw recipe.mail ? notListening(recipe.file) : noMailHere(recipe.file); } };
}
