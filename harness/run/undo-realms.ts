/** Forgets the realms that a run has made on providers which outlive it. */
import type { Engine } from '../swarm/engine.ts';
import type { Ledger } from './ledger.ts';
import { releaseRealm } from './lease.ts';
import type { Realm } from './records.ts';

/** Asks the provider to forget a realm; done as well where it never was, or where the provider itself is gone. */
export type ForgetRealm = (realm: Realm, place: { readonly stateFolder: string; readonly engine: Engine }) => Promise<void>;

export interface RunWithRealms {
  readonly id: string;
  readonly stateFolder: string;
  readonly ledger: Ledger;
}

/** Returns what is left, each with the reason. */
export async function undoRealms(run: RunWithRealms, engine: Engine, forget: ForgetRealm, log: (line: string) => void): Promise<string[]> {
  const outcomes = await Promise.all(run.ledger.view().realms.map(async realm => {
    try {
      await forget(realm, { stateFolder: run.stateFolder, engine });
    } catch (error) {
      return [`realm ${realm.realm} on ${realm.provider}: ${error instanceof Error ? error.message : String(error)}`];
    }
    log(`realm ${realm.realm} on ${realm.provider} is gone`);
    try {
      run.ledger.append({ kind: 'realm-gone', realm });
    } catch (error) {
      log(`not written down: ${String(error)}`);
    }
    await releaseRealm(engine, run.id, realm.realm).catch((error: unknown) => log(`not taken out of the lease: ${String(error)}`));
    return [];
  }));
  return outcomes.flat();
}
