/** An act upon an app: written down before it begins, in the ledger and in the lease, and again when its outcome is known. */
import { leaseStack } from '../run/lease.ts';
import type { Act, Chain, Identity } from '../run/records.ts';
import { verdictOf } from './errors.ts';
import type { Workplace } from './workplace.ts';

export interface Actor {
  readonly act: Exclude<Act, 'teardown'>;
  readonly chain: Chain;
  readonly instance: string;
}

/** Runs `body`, which returns what was seen to run afterwards. Whenever this process dies, others can undo what it did. */
export async function perform(place: Workplace, { act, chain, instance }: Actor, body: () => Promise<Identity>): Promise<Identity> {
  const { run, recipe, names, slot } = place;
  const { ledger } = run;
  const { domain, stack, hosts } = names;
  ledger.append({ kind: 'intent', act, app: { domain, stack, hosts, recipe: recipe.name, slot, chain, instance } });
  const backedUp = ledger.view().apps.get(domain)?.backedUp ?? false;
  await leaseStack(place.engine, run.id, { stack, domain, recipe: recipe.name, server: run.target.server, backedUp });
  try {
    const identity = await body();
    ledger.append({ kind: 'done', act, domain, identity });
    return identity;
  } catch (error) {
    ledger.append({ kind: 'failed', act, domain, verdict: verdictOf(error, text => run.secrets.mask(text)) });
    throw error;
  }
}
