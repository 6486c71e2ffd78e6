/** Waits on HTTP: ready through the ingress, an assertion that becomes true, a read that may be tried again. */
import { HarnessError, type Fault } from '../errors.ts';
import { type Progress, silent } from '../progress.ts';
import type { HttpClient, RequestOptions } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import { describe, HttpNetworkError } from './errors.ts';
import { followOwn } from './own-redirects.ts';
import { isIngressOwnAnswer } from './ingress-answer.ts';
import type { HttpResponse } from './response.ts';

/** What is ready, for how long it is waited for, and who is told. */
export interface WaitForHttp {
  /** Statuses that mean ready. */
  status: readonly number[];
  deadlineSeconds: number;
  /** What the deadline was derived from, told when it passes. */
  deadlineReason?: string;
  /** Gives up earlier, when nothing has come through the ingress for this long: its own answers only, or no connection to it at all. */
  ingressSeconds?: number;
  ingressReason?: string;
  /**
   * Hosts of the app: a redirect to one of them is followed where its status is not ready itself, and what it leads to is judged.
   * Default none: a redirect is an answer like any other.
   */
  hosts?: readonly string[];
  /** What is waited for, as a person would say it: "custom-html answers". */
  what: string;
  progress?: Progress;
  /** Ready answers wanted in a row. Default 1. */
  inARow?: number;
  /** Gives up at once: the stack was found hopeless meanwhile. */
  signal?: AbortSignal;
  clock?: Clock;
}

/**
 * Asks `path` until the app itself (not the ingress) answers with one of `status`. Notes differences only.
 *
 * @param client whom to ask through, usually the fixture `api`
 * @param path relative to the client's base URL, or an absolute URL
 * @param wait which statuses are ready, the deadline, and what is waited for in words
 * @returns the answer that was ready
 * @throws HarnessError `ERR_NOT_READY` at the deadline, with the last answer; the environment's where the ingress itself could not be reached
 * @example
 * await waitForHttp(api, '/health', { status: [200], deadlineSeconds: 60, what: 'ghost has migrated' });
 */
export async function waitForHttp(client: HttpClient, path: string, wait: WaitForHttp): Promise<HttpResponse> {
  const { clock = systemClock, progress = silent, inARow = 1 } = wait;
  const deadline = clock.now() + wait.deadlineSeconds * 1_000;
  let last: Pick<Answer, 'told' | 'detail' | 'fault' | 'wayOut'> = { told: 'nothing asked yet', detail: '', fault: 'recipe' };
  let ready = 0;
  let ingressSince: number | undefined;
  for (let round = 0; ; round++) {
    wait.signal?.throwIfAborted();
    // The last question deserves an answer too, redirects included: a deadline may be overrun by this one second.
    const until = Math.max(deadline, clock.now() + 1_000);
    const answer = await ask(client, path, wait, () => Math.min(until - clock.now(), 10_000));
    const isReady = answer.response !== undefined && answer.reachedApp && wait.status.includes(answer.response.status);
    if (answer.told !== last.told) progress.note(`${wait.what}: ${answer.told}`);
    last = answer;
    ready = isReady ? ready + 1 : 0;
    if (isReady && ready >= inARow && answer.response) return answer.response;
    ingressSince = answer.reachedApp ? undefined : ingressSince ?? clock.now();
    const unrouted = ingressSince !== undefined && clock.now() - ingressSince >= (wait.ingressSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
    if (unrouted) {
      const what = answer.response === undefined ? 'the ingress could not be reached' : 'nothing but the ingress has answered';
      throw notReady(path, wait, last, `${what} for ${wait.ingressSeconds ?? 0} s${because(wait.ingressReason)}`);
    }
    if (clock.now() >= deadline) break;
    await clock.pause(Math.min(pauses[round] ?? 1_000, Math.max(deadline - clock.now(), 1)), wait.signal);
  }
  throw notReady(path, wait, last, `not within ${wait.deadlineSeconds} s${because(wait.deadlineReason)}`);
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}

function notReady(path: string, wait: WaitForHttp, last: Pick<Answer, 'told' | 'detail' | 'fault' | 'wayOut'>, why: string): HarnessError {
  return new HarnessError({
    code: 'ERR_NOT_READY', fault: last.fault,
    message: `${wait.what}: ${why}. Wanted ${wait.status.join(' or ')} from ${path}; last seen: ${last.told}.`,
    wayOut: last.wayOut ?? 'Check `health` in the recipe file and the log of the service.',
    detail: last.detail,
    facts: { path, wanted: wait.status, last: last.told },
  });
}

/** For how long, and how often, {@link assertConverges} tries. */
export interface Converges {
  /** What is waited for, as a person would say it: "the search finds the note". */
  what: string;
  deadlineSeconds: number;
  /** Milliseconds between two attempts. Default 100, growing to 1,000. */
  intervalMs?: number;
  clock?: Clock;
}

/**
 * Runs `attempt` until it does not throw: for what becomes true a while after its cause, as a search index does.
 *
 * @param attempt asks and asserts anew each time
 * @param wait the deadline, and what is waited for in words
 * @returns what `attempt` returned
 * @throws HarnessError `ERR_NOT_CONVERGED` at the deadline, with what `attempt` last threw, and that error's fault where it has one
 * @example
 * await assertConverges(async () => expect((await api.get('/search?q=tea')).text()).toContain('tea'),
 *   { what: 'the post is found', deadlineSeconds: 20 });
 */
export async function assertConverges<T>(attempt: () => Promise<T> | T, wait: Converges): Promise<T> {
  const { clock = systemClock } = wait;
  const deadline = clock.now() + wait.deadlineSeconds * 1_000;
  for (let round = 0; ; round++) {
    try {
      return await attempt();
    } catch (cause) {
      if (clock.now() < deadline) {
        await clock.pause(Math.min(wait.intervalMs ?? pauses[round] ?? 1_000, Math.max(deadline - clock.now(), 1)));
        continue;
      }
      throw new HarnessError({
        code: 'ERR_NOT_CONVERGED', fault: cause instanceof HarnessError ? cause.fault : 'recipe',
        message: `${wait.what}: not true within ${wait.deadlineSeconds} s (${round + 1} attempts).`,
        wayOut: 'The last failure is below. A longer deadline helps only where the app needs it.',
        detail: cause instanceof Error ? cause.message : String(cause),
        cause,
      });
    }
  }
}

/**
 * A GET that is tried again on broken connections, silence and 5xx only; any other answer is returned at once.
 *
 * @param client whom to ask through, usually the fixture `api`
 * @param path relative to the client's base URL, or an absolute URL
 * @param options those of the request, and `attempts`: how often at most, 4 by default
 * @returns the first answer below 500, else the last one
 * @throws HttpNetworkError when the last attempt had no answer; at once for an unknown name or an untrusted certificate
 * @example
 * const page = (await retryHttpGet(api, '/')).expectStatus(200).text();
 */
export async function retryHttpGet(
  client: HttpClient, path: string, options: RequestOptions & { attempts?: number; clock?: Clock } = {},
): Promise<HttpResponse> {
  const { attempts = 4, clock = systemClock, ...request } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await client.get(path, request);
      if (response.status < 500 || attempt >= attempts) return response;
    } catch (error) {
      // An untrusted certificate or an unknown name does not mend itself between two attempts.
      const passing = error instanceof HttpNetworkError && error.kind !== 'name' && error.kind !== 'certificate';
      if (!passing || attempt >= attempts) throw error;
    }
    await clock.pause(pauses[attempt] ?? 1_000);
  }
}

/** Milliseconds between rounds: quick at first, then once a second. */
const pauses = [100, 250, 500];

interface Answer {
  told: string;
  detail: string;
  /** Answered by the app, or not answered by it over a connection that stood. */
  reachedApp: boolean;
  /** Whose it is if nothing better comes. */
  fault: Fault;
  wayOut?: string;
  response?: HttpResponse;
}

const ofIngress = ' from the ingress, not the app';
const routeWayOut = 'Compare port and rule in the traefik labels with what the app listens on and with DOMAIN.';

async function ask(client: HttpClient, path: string, { status, hosts = [], signal }: WaitForHttp, left: () => number): Promise<Answer> {
  let first: HttpResponse | undefined;
  try {
    first = await client.get(path, { timeout: left() });
    const { response, way, wayOut } = await followOwn(client, first, { hosts, ready: status, left, signal });
    const ofApp = !isIngressOwnAnswer(response);
    const out = ofApp ? wayOut : routeWayOut;
    return { told: `${way}${response.status}${ofApp ? '' : ofIngress}`, detail: describe(response), reachedApp: ofApp, fault: 'recipe', response, ...(out === undefined ? {} : { wayOut: out }) };
  } catch (error) {
    if (!(error instanceof HttpNetworkError)) throw error;
    // Of a redirect's target the URL is told as well: it is not the one that was asked.
    const told = (first === undefined ? error.shortMessage.replace(/^\S+ \S+: /, '') : `${first.status}, then ${error.shortMessage}`).replace(/\.$/, '');
    return { told, detail: '', reachedApp: error.connected, fault: error.fault, wayOut: error.wayOut };
  }
}
