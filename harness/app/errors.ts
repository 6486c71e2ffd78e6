/** What can go wrong in an app's life, beyond what abra and the swarm say themselves. */
import { HarnessError } from '../errors.ts';
import { machineTrouble } from '../machine-trouble.ts';
import type { Verdict } from '../run/records.ts';
import type { Leftover } from '../swarm/leftovers.ts';

/** Something of an app is still on the server after its teardown; each thing is named. */
export class LeftoversError extends HarnessError {
  readonly leftovers: readonly Leftover[];

  constructor(domain: string, leftovers: readonly Leftover[]) {
    super({
      code: 'ERR_LEFTOVERS', fault: 'harness',
      message: `${leftovers.length} of ${domain} ${leftovers.length === 1 ? 'is' : 'are'} left on the server: ${leftovers.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`,
      wayOut: 'Remove them by hand with docker, and report this: the harness must leave nothing behind.',
      facts: { domain, leftovers },
    });
    this.leftovers = leftovers;
  }
}

/** What was asked for rests on an act that has failed in this run; it is not tried again. */
export class UnverifiedError extends HarnessError {
  readonly verdict: Verdict;

  constructor(what: string, verdict: Verdict) {
    super({
      code: 'ERR_UNVERIFIED', fault: verdict.fault,
      message: `Unverified: to ${what} has failed in this run and is not tried again. ${verdict.message}`,
      wayOut: verdict.wayOut,
      facts: { verdict },
    });
    this.verdict = verdict;
  }
}

export function nameTaken(domain: string, found: readonly Leftover[]): HarnessError {
  return new HarnessError({
    code: 'ERR_NAME_TAKEN', fault: 'environment',
    message: `The server already holds something under the name of ${domain}, which this run did not make: ${found.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`,
    wayOut: 'Run again: the next run has other names. What was found is not touched.',
    facts: { domain, found },
  });
}

export function leaseLost(why: string): HarnessError {
  return new HarnessError({
    code: 'ERR_LEASE_LOST', fault: 'environment',
    message: `This run has lost its lease, and its apps with it: ${why}`,
    wayOut: 'Run again. If this machine was asleep or cut off from the server for over a minute, that was the cause.',
  });
}

/** An error as a verdict, which can be given again as the reason for whatever could not be tried because of it. */
export function verdictOf(error: unknown, mask: (text: string) => string): Verdict {
  if (error instanceof HarnessError) {
    return { code: error.code, fault: error.fault, message: mask(error.shortMessage), wayOut: mask(error.wayOut) };
  }
  const said = error instanceof Error ? error.message : String(error);
  const { code, fault, message, wayOut } = machineTrouble(said)
    ?? { code: 'ERR_UNEXPECTED', fault: 'harness', message: said, wayOut: 'Report this: it is an error that the harness did not foresee.' };
  return { code, fault, message: mask(message), wayOut };
}
