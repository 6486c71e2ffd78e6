/** The lines of a ledger: what each says, as the processes of a run write it. */
import type { Fault } from '../errors.ts';
import type { ProcessIdentity } from './process.ts';

/** What the swarm's labels must say about the version that runs: a commit after a chaos deploy, a release after a plain one. */
export interface Identity {
  readonly commit?: string;
  readonly version?: string;
}

/**
 * `fresh`: the head installed from nothing. `upgrade`: the previous release, or the head deployed over it.
 * `dependency`: the newest release, for the apps under test that need it; not under test itself.
 */
export type Chain = 'fresh' | 'upgrade' | 'dependency';

/** An act that changes an app; written down before it begins. */
export type Act = 'install' | 'upgrade' | 'redeploy' | 'teardown';

/** What must be known of an app to remove it, or to find it again in another process. */
export interface AppFacts {
  readonly domain: string;
  readonly stack: string;
  readonly recipe: string;
  /** The parallel slot of the runner that asked for it. */
  readonly slot: number;
  readonly chain: Chain;
  readonly hosts: Readonly<Record<string, string>>;
  /** One name for one install; a redeploy after lost volumes keeps it, since its data comes back from a backup. */
  readonly instance: string;
}

/** What a run has made on a provider that outlives it: a realm for one of its apps. Written down before it is made. */
export interface Realm {
  readonly realm: string;
  /** The provider's domain. */
  readonly provider: string;
  /** The run that owns the provider, whose folder has its credentials. */
  readonly owner: string;
}

/** How an act failed: enough to give the same reason again to whatever cannot run because of it. */
export interface Verdict {
  readonly code: string;
  readonly fault: Fault;
  readonly message: string;
  readonly wayOut: string;
}

export type LedgerRecord =
  | { kind: 'run'; id: string; host: string; user: string; runner: ProcessIdentity }
  | { kind: 'process'; process: ProcessIdentity; what: string }
  | { kind: 'process-ended'; process: ProcessIdentity }
  | { kind: 'intent'; act: Act; app: AppFacts }
  | { kind: 'done'; act: Exclude<Act, 'teardown'>; domain: string; identity: Identity }
  | { kind: 'failed'; act: Act; domain: string; verdict: Verdict }
  | { kind: 'unfit'; domain: string; why: string }
  | { kind: 'gone'; domain: string }
  | { kind: 'backup'; domain: string }
  | { kind: 'snapshot'; domain: string; snapshot: string }
  | { kind: 'snapshots-forgotten'; domain: string }
  | { kind: 'taken'; recipe: string; domain: string; owner: string }
  | { kind: 'realm'; realm: Realm }
  | { kind: 'realm-gone'; realm: Realm }
  | { kind: 'lease-lost'; why: string }
  | { kind: 'ended'; by: 'runner' | 'reaper' | 'janitor' };

/** A record as it stands in the file. */
export type Written = LedgerRecord & { readonly at: string };
