/** Waits until a port of the app answers: what readiness is where there is no HTTP. */
import { HarnessError } from '../errors.ts';
import { systemClock, type Clock } from '../http/clock.ts';
import type { Reachable } from '../http/connect.ts';
import { type Progress, silent } from '../progress.ts';
import type { PortHealth } from '../settings/recipe-schema.ts';
import { dialTcp, dialTls, whereOf } from './dial.ts';
import { NetError } from './errors.ts';

export interface WaitForPort {
  readonly host: string;
  /** What is waited for, as a person would say it: "mumble answers". */
  readonly what: string;
  readonly deadlineSeconds: number;
  readonly deadlineReason?: string;
  readonly progress?: Progress;
  /** Gives up at once: the stack was found hopeless meanwhile. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Milliseconds between rounds: quick at first, then once a second. */
const pauses = [100, 250, 500];
/** A forwarder takes connections also for a server that is not there, and then closes them: one that is left open for so long is the app's. */
const staysMs = 1_000;

/** @throws HarnessError `ERR_NOT_READY` at the deadline, with what was last seen */
export async function waitForPort(target: Reachable, health: PortHealth, wait: WaitForPort): Promise<void> {
  const { clock = systemClock, progress = silent } = wait;
  const deadline = clock.now() + wait.deadlineSeconds * 1_000;
  let told = '';
  for (let round = 0; ; round++) {
    wait.signal?.throwIfAborted();
    const left = Math.max(deadline - clock.now(), 1_000);
    const refusal = await answersAt(target, wait.host, health, Math.min(left, 10_000)).then(() => undefined, (error: unknown) => {
      if (error instanceof NetError) return error;
      throw error;
    });
    if (!refusal) return;
    if (refusal.shortMessage !== told) progress.note(`${wait.what}: ${refusal.shortMessage}`);
    told = refusal.shortMessage;
    if (clock.now() >= deadline) throw notReady(wait, health, refusal);
    await clock.pause(Math.min(pauses[round] ?? 1_000, Math.max(deadline - clock.now(), 1)), wait.signal);
  }
}

/**
 * Asks once.
 * @throws NetError with what was seen instead
 */
export async function answersAt(target: Reachable, host: string, { port, speaks }: PortHealth, timeout: number): Promise<void> {
  const place = { target, host, port, timeout };
  if (speaks === 'tls') {
    (await dialTls(place)).destroy();
    return;
  }
  const socket = await dialTcp(place);
  try {
    await new Promise<void>((resolve, reject) => {
      const gone = (): void => reject(new NetError('closed', whereOf('TCP', place), 'the connection is taken, and closed again at once'));
      // Who speaks first is there as well.
      socket.once('data', () => resolve()).once('close', gone).once('end', gone).once('error', gone);
      socket.setTimeout(Math.min(staysMs, timeout), () => resolve());
    });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

function notReady(wait: WaitForPort, health: PortHealth, last: NetError): HarnessError {
  return new HarnessError({
    code: 'ERR_NOT_READY', fault: last.fault,
    message: `${wait.what}: not within ${wait.deadlineSeconds} s${wait.deadlineReason === undefined ? '' : ` (${wait.deadlineReason})`}. Last seen: ${last.shortMessage}`,
    wayOut: last.wayOut, facts: { ...health, last: last.shortMessage }, cause: last,
  });
}
