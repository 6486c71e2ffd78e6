/** A ledger folded: what is deployed, in which state, what is under way, and what has failed. */
import type { ProcessIdentity } from './process.ts';
import type { Act, AppFacts, Identity, Realm, Verdict, Written } from './records.ts';

/**
 * `half-made`: an act began and no outcome is written; whoever did it may be dead. `failed`: the act ended badly.
 * `unfit`: deployed, but no longer what a test may build upon.
 */
export type AppState = 'half-made' | 'healthy' | 'failed' | 'unfit' | 'gone';

export interface AppRecord extends AppFacts {
  readonly state: AppState;
  /** The last act upon it. */
  readonly act: Act;
  /** ISO time of the install. */
  readonly since: string;
  /** What was last seen to run; undefined before the first success. */
  readonly identity: Identity | undefined;
  /** True once the head under test runs. */
  readonly atHead: boolean;
  /** Why it is unfit or failed. */
  readonly why: string | undefined;
  /** A backup of it was begun: the bot may hold snapshots, also such as no record names. */
  readonly backedUp: boolean;
  readonly snapshots: readonly string[];
}

export interface LedgerView {
  /** By domain; apps that are gone included. */
  readonly apps: ReadonlyMap<string, AppRecord>;
  /** Children under way, and workers. */
  readonly processes: readonly (ProcessIdentity & { what: string })[];
  /** What others' runs have left warm and this one uses, by recipe. */
  readonly taken: ReadonlyMap<string, { readonly domain: string; readonly owner: string }>;
  /** Realms on providers that outlive the run, not known to be gone. */
  readonly realms: readonly Realm[];
  readonly runner: ProcessIdentity | undefined;
  readonly leaseLost: string | undefined;
  readonly ended: boolean;
  /** The verdict on an act that failed: it is not tried again in this run. */
  verdictOn(recipe: string, chain: AppFacts['chain'], act: 'install' | 'upgrade'): Verdict | undefined;
}

export function fold(records: readonly Written[]): LedgerView {
  const apps = new Map<string, AppRecord>();
  const processes = new Map<string, ProcessIdentity & { what: string }>();
  const taken = new Map<string, { domain: string; owner: string }>();
  const realms = new Map<string, Realm>();
  const verdicts = new Map<string, Verdict>();
  let runner: ProcessIdentity | undefined;
  let leaseLost: string | undefined;
  let ended = false;
  const change = (domain: string, changes: Partial<AppRecord>): void => {
    const app = apps.get(domain);
    if (app) apps.set(domain, { ...app, ...changes });
  };
  for (const record of records) {
    switch (record.kind) {
      case 'run':
        runner = record.runner;
        // A kept run that is taken up again: what failed may have been mended since, and it has a lease again.
        ended = false;
        leaseLost = undefined;
        verdicts.clear();
        break;
      case 'process':
        processes.set(keyOf(record.process), { ...record.process, what: record.what });
        break;
      case 'process-ended':
        processes.delete(keyOf(record.process));
        break;
      case 'intent':
        apps.set(record.app.domain, { ...begun(apps.get(record.app.domain), record.at), ...record.app, state: 'half-made', act: record.act });
        break;
      case 'done':
        change(record.domain, { state: 'healthy', identity: record.identity, why: undefined, atHead: headAfter(apps.get(record.domain), record.act) });
        break;
      case 'failed': {
        const app = apps.get(record.domain);
        change(record.domain, { state: 'failed', why: record.verdict.message });
        if (app) verdicts.set(`${app.recipe} ${app.chain} ${record.act}`, record.verdict);
        break;
      }
      case 'unfit':
        change(record.domain, { state: 'unfit', why: record.why });
        break;
      case 'gone':
        change(record.domain, { state: 'gone', identity: undefined, atHead: false });
        break;
      case 'backup':
        change(record.domain, { backedUp: true });
        break;
      case 'snapshot':
        change(record.domain, { snapshots: [...apps.get(record.domain)?.snapshots ?? [], record.snapshot] });
        break;
      case 'snapshots-forgotten':
        change(record.domain, { backedUp: false, snapshots: [] });
        break;
      case 'taken':
        taken.set(record.recipe, { domain: record.domain, owner: record.owner });
        break;
      case 'realm':
        realms.set(record.realm.realm, record.realm);
        break;
      case 'realm-gone':
        realms.delete(record.realm.realm);
        break;
      case 'lease-lost':
        leaseLost = record.why;
        break;
      case 'ended':
        ended = true;
        break;
    }
  }
  return {
    apps, taken, runner, leaseLost, ended,
    processes: [...processes.values()],
    realms: [...realms.values()],
    verdictOn: (recipe, chain, act) => verdicts.get(`${recipe} ${chain} ${act}`),
  };
}

/** Apps that may have left something on the server. */
export function liveApps(view: LedgerView): AppRecord[] {
  return [...view.apps.values()].filter(app => app.state !== 'gone');
}

function begun(before: AppRecord | undefined, at: string): Pick<AppRecord, 'since' | 'identity' | 'atHead' | 'why' | 'backedUp' | 'snapshots'> {
  const none = { since: at, identity: undefined, atHead: false, why: undefined };
  // Snapshots outlive the app that they were made of.
  if (!before || before.state === 'gone') return { ...none, backedUp: before?.backedUp ?? false, snapshots: before?.snapshots ?? [] };
  return before;
}

function headAfter(app: AppRecord | undefined, act: Act): boolean {
  if (act === 'upgrade') return true;
  if (act === 'install') return app?.chain === 'fresh';
  return app?.atHead ?? false;
}

function keyOf(process: ProcessIdentity): string {
  return `${process.pid}/${process.startTime}`;
}
