/** Puts an overlay's hooks into hands: every call gets a client of its own, so that a reader is never the author. */
import { randomBytes } from 'node:crypto';
import type { InstalledApp } from '../app/installed-app.ts';
import type { Sso } from '../deps/sso.ts';
import { createHttp, type HttpClient } from '../http/client.ts';
import type { Learn } from '../http/session-values.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import { NetClient } from '../net/client.ts';
import { observe } from '../observed.ts';
import type { Progress } from '../progress.ts';
import type { Target } from '../settings/target.ts';
import { LastAnswer } from './last-answer.ts';
import type { Actor, DataRecord, DataWitness } from './overlay.ts';
import { overlaysRecord } from './record-steps.ts';
import type { Hands } from './witness.ts';

/** A token that no static page, fixture file or left-over can know. */
export function unique(label: string): string {
  const value = `${label}-${randomBytes(4).toString('hex')}`;
  observe({ kind: 'token', value });
  return value;
}

/** Where the actors are, and how what they do is told. */
export interface Stage {
  readonly target: Target;
  readonly progress: Progress;
  readonly sso: (app: InstalledApp) => Promise<Sso>;
  /** From now on. */
  readonly mail: (app: InstalledApp) => Mailbox;
  /** Told of what opens a user's session, to be masked. */
  readonly learn?: Learn;
}

/** Runs `body` as an actor with a new client, which is closed afterwards; `answers` is told of each request. */
export async function asActor<Credentials, T>(
  { target, progress, sso: ssoOf, mail, learn }: Stage, app: InstalledApp, credentials: Credentials, body: (actor: Actor<Credentials>) => Promise<T>,
  answers = new LastAnswer(),
): Promise<T> {
  const api: HttpClient = createHttp(target, { baseURL: app.url, step: (title, request) => progress.step(title, () => answers.watch(title, request)), ...(learn ? { learn } : {}) });
  const net = new NetClient(target, { host: app.domain, step: (title, body) => progress.step(title, () => answers.watch(title, body)) });
  let asked: Promise<Sso> | undefined;
  try {
    return await body({ app, api, net, credentials, unique, mail: mail(app), sso: () => asked ??= ssoOf(app) });
  } finally {
    await (await asked?.catch(() => undefined))?.oidc.close();
    await net.close();
    await api.close();
  }
}

/** The hands of an overlay's data witness. `credentialsOf` is asked each time: a redeployed app may have new ones. */
export function overlayHands<Credentials, Seeded extends DataRecord>(
  stage: Stage, witness: DataWitness<Credentials, Seeded>, credentialsOf: (app: InstalledApp) => Promise<Credentials>,
): Hands<Seeded> {
  const act = async <T>(app: InstalledApp, body: (actor: Actor<Credentials>) => Promise<T>, answers?: LastAnswer): Promise<T> =>
    asActor(stage, app, await credentialsOf(app), body, answers);
  return {
    what: overlaysRecord,
    whose: 'user',
    seed: app => act(app, author => witness.seed(author)),
    async read(app, id) {
      const answers = new LastAnswer();
      const seen = await act(app, reader => witness.read(reader, id), answers);
      if (seen === undefined) answers.expectNoError(app.recipe.name, id);
      return seen;
    },
    wipe: (app, id) => act(app, author => witness.wipe(author, id)),
  };
}
