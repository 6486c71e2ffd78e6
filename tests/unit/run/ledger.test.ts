/** The ledger: what survives a writer's death, and what its records come to. */
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Ledger } from '../../../harness/run/ledger.ts';
import { liveApps } from '../../../harness/run/ledger-view.ts';
import type { AppFacts, LedgerRecord, Verdict } from '../../../harness/run/records.ts';

const domain = 'cust-a1b2c3.lab.test';
const facts: AppFacts = { domain, stack: 'cust-a1b2c3_lab_test', recipe: 'custom-html', slot: 0, chain: 'fresh', hosts: {}, instance: 'one' };
const verdict: Verdict = { code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db ended three times with status 1', wayOut: 'Read its log.' };
const install: LedgerRecord = { kind: 'intent', act: 'install', app: facts };
const installed: LedgerRecord = { kind: 'done', act: 'install', domain, identity: { commit: 'c0ffee' } };

let file: string;
let ledger: Ledger;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.jsonl');
  ledger = new Ledger(file, () => new Date('2026-11-21T12:00:00Z'));
  return () => rmSync(dirname(file), { recursive: true, force: true });
});

function after(...records: LedgerRecord[]) {
  for (const record of records) ledger.append(record);
  return ledger.view().apps.get(domain);
}

describe('the file', () => {
  test('is readable by its owner alone', () => {
    after(install);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that is not there yet is an empty ledger', () => {
    expect(ledger.read()).toEqual([]);
    expect(ledger.view().ended).toBe(false);
  });

  test('keeps records of several writers in their order', () => {
    const other = new Ledger(file);
    ledger.append(install);
    other.append(installed);
    ledger.append({ kind: 'unfit', domain, why: 'restored in vain' });
    expect(ledger.read().map(record => record.kind)).toEqual(['intent', 'done', 'unfit']);
  });

  test('with a torn last line is read up to it', () => {
    ledger.append(install);
    appendFileSync(file, '\n{"at":"2026-11-21T12:00:01Z","kind":"go');
    expect(ledger.read().map(record => record.kind)).toEqual(['intent']);
  });

  test('written on after a torn line loses nothing but that line', () => {
    ledger.append(install);
    appendFileSync(file, '\n{"at":"2026-11-21T12:00:01Z","kind":"go');
    new Ledger(file).append(installed);
    expect(ledger.read().map(record => record.kind)).toEqual(['intent', 'done']);
  });

  test('torn at any byte yields whole records only', () => {
    for (const record of [install, installed, { kind: 'gone', domain } as const]) ledger.append(record);
    const whole = readFileSync(file);
    for (let length = 0; length <= whole.length; length++) {
      const torn = join(dirname(file), 'torn.jsonl');
      appendFileSync(torn, '', { flag: 'w' });
      appendFileSync(torn, whole.subarray(0, length));
      const kinds = new Ledger(torn).read().map(record => record.kind);
      expect(['intent', 'done', 'gone'].slice(0, kinds.length)).toEqual(kinds);
    }
  });
});

describe('a ledger', () => {
  /** How often this process holds the file open. */
  const held = () => readdirSync('/proc/self/fd').filter(name => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === file;
    } catch {
      return false; // Closed meanwhile: that of this look itself, for one.
    }
  }).length;

  test('holds its file from the first record on, until it is closed, and may be written on then', () => {
    ledger.close();
    expect(held()).toBe(0);
    after(install, installed);
    expect(held()).toBe(1);
    ledger.close();
    ledger.close();
    expect(held()).toBe(0);
    expect(after({ kind: 'gone', domain })).toMatchObject({ state: 'gone' });
    ledger.close();
  });

  test('takes no line for a record that only looks like one', () => {
    appendFileSync(file, ['null', '17', '"kind at"', '[]', '{}', '{"kind":"gone"}', '{"at":"2026-11-21T12:00:00Z"}', 'kind at', ''].join('\n'));
    ledger.append(install);
    expect(ledger.read()).toEqual([{ at: '2026-11-21T12:00:00.000Z', ...install }]);
  });

  test('that cannot be read is no empty one', () => {
    expect(() => new Ledger(dirname(file)).read()).toThrow(/EISDIR/);
  });
});

describe('a record of an app that no intent names', () => {
  const records: LedgerRecord[] = [
    installed, { kind: 'done', act: 'redeploy', domain, identity: { commit: 'c0ffee' } }, { kind: 'failed', act: 'install', domain, verdict }, { kind: 'unfit', domain, why: 'x' },
    { kind: 'gone', domain }, { kind: 'backup', domain }, { kind: 'snapshot', domain, snapshot: 'abcd1234' }, { kind: 'snapshots-forgotten', domain },
  ];
  test.each(records.map(record => [`${record.kind} ${'act' in record ? record.act : ''}`, record] as const))('%s makes none', (_kind, record) => {
    expect(after(record)).toBeUndefined();
    expect(liveApps(ledger.view())).toEqual([]);
    expect(ledger.view().verdictOn('custom-html', 'fresh', 'install')).toBeUndefined();
  });
});

describe('an app', () => {
  test('is half-made from the intent on', () => {
    expect(after(install)).toEqual({
      ...facts, state: 'half-made', act: 'install', since: '2026-11-21T12:00:00.000Z', identity: undefined, atHead: false, why: undefined, backedUp: false, snapshots: [],
    });
  });

  test('is healthy and at the head after a fresh install', () => {
    expect(after(install, installed)).toMatchObject({ state: 'healthy', atHead: true, identity: { commit: 'c0ffee' } });
  });

  test('of the upgrade chain is at the head only after the upgrade', () => {
    const base: LedgerRecord = { kind: 'intent', act: 'install', app: { ...facts, chain: 'upgrade' } };
    expect(after(base, { kind: 'done', act: 'install', domain, identity: { version: '1.0.0+1' } })).toMatchObject({ state: 'healthy', atHead: false });
    const upgrade: LedgerRecord = { kind: 'intent', act: 'upgrade', app: { ...facts, chain: 'upgrade' } };
    expect(after(upgrade)).toMatchObject({ state: 'half-made', atHead: false, identity: { version: '1.0.0+1' } });
    expect(after({ kind: 'done', act: 'upgrade', domain, identity: { commit: 'c0ffee' } })).toMatchObject({ state: 'healthy', atHead: true });
  });

  test('redeployed is at the version it was at', () => {
    expect(after(install, installed, { kind: 'intent', act: 'redeploy', app: { ...facts, instance: 'two' } }, { kind: 'done', act: 'redeploy', domain, identity: { commit: 'c0ffee' } }))
      .toMatchObject({ atHead: true, instance: 'two', state: 'healthy' });
  });

  test('marked unfit says why, and is still deployed', () => {
    expect(after(install, installed, { kind: 'unfit', domain, why: 'restored in vain' })).toMatchObject({ state: 'unfit', why: 'restored in vain' });
    expect(liveApps(ledger.view())).toHaveLength(1);
  });

  test('that is gone is not live, and comes back as a new one', () => {
    after(install, installed, { kind: 'gone', domain });
    expect(liveApps(ledger.view())).toEqual([]);
    expect(after({ kind: 'intent', act: 'install', app: { ...facts, instance: 'two' } })).toMatchObject({ state: 'half-made', identity: undefined, atHead: false, instance: 'two' });
  });

  test('that is gone is at no version', () => {
    expect(after(install, installed, { kind: 'gone', domain })).toMatchObject({ state: 'gone', identity: undefined, atHead: false });
  });

  test('installed again after its end is as old as its new install, and nothing is said of the old one', () => {
    after(install, { kind: 'failed', act: 'install', domain, verdict }, { kind: 'gone', domain });
    new Ledger(file, () => new Date('2026-11-21T13:00:00Z')).append(install);
    expect(ledger.view().apps.get(domain)).toMatchObject({ state: 'half-made', since: '2026-11-21T13:00:00.000Z', why: undefined });
  });

  test('upgraded is as old as its install', () => {
    after(install, installed);
    new Ledger(file, () => new Date('2026-11-21T13:00:00Z')).append({ kind: 'intent', act: 'upgrade', app: facts });
    expect(ledger.view().apps.get(domain)).toMatchObject({ act: 'upgrade', since: '2026-11-21T12:00:00.000Z' });
  });

  test('of the upgrade chain, redeployed at its old release, is not at the head', () => {
    const base: LedgerRecord = { kind: 'intent', act: 'install', app: { ...facts, chain: 'upgrade' } };
    expect(after(base, { kind: 'done', act: 'install', domain, identity: { version: '1.0.0+1' } }, { kind: 'done', act: 'redeploy', domain, identity: { version: '1.0.0+1' } }))
      .toMatchObject({ atHead: false });
    after({ kind: 'done', act: 'upgrade', domain, identity: { commit: 'c0ffee' } });
    expect(after({ kind: 'done', act: 'redeploy', domain, identity: { commit: 'c0ffee' } })).toMatchObject({ atHead: true });
  });

  test('has all of its snapshots', () => {
    expect(after(install, { kind: 'snapshot', domain, snapshot: 'one' }, { kind: 'snapshot', domain, snapshot: 'two' })).toMatchObject({ snapshots: ['one', 'two'] });
  });

  test('keeps its snapshots beyond its own end, until they are forgotten', () => {
    after(install, installed, { kind: 'backup', domain }, { kind: 'snapshot', domain, snapshot: 'abcd1234' }, { kind: 'gone', domain });
    expect(after(install)).toMatchObject({ backedUp: true, snapshots: ['abcd1234'] });
    expect(after({ kind: 'snapshots-forgotten', domain })).toMatchObject({ backedUp: false, snapshots: [] });
  });
});

describe('a failed act', () => {
  test('leaves its verdict, for that chain and act alone', () => {
    expect(after(install, { kind: 'failed', act: 'install', domain, verdict })).toMatchObject({ state: 'failed', why: verdict.message });
    const view = ledger.view();
    expect(view.verdictOn('custom-html', 'fresh', 'install')).toEqual(verdict);
    expect(view.verdictOn('custom-html', 'upgrade', 'install')).toBeUndefined();
    expect(view.verdictOn('custom-html', 'fresh', 'upgrade')).toBeUndefined();
    expect(view.verdictOn('ghost', 'fresh', 'install')).toBeUndefined();
  });

  test('is remembered when the app is gone', () => {
    after(install, { kind: 'failed', act: 'install', domain, verdict }, { kind: 'gone', domain });
    expect(ledger.view().verdictOn('custom-html', 'fresh', 'install')).toEqual(verdict);
  });
});

describe('a run', () => {
  const child = { pid: 4242, startTime: 17 };

  test('has the processes that began and did not end', () => {
    after({ kind: 'process', process: child, what: 'abra app deploy' }, { kind: 'process', process: { pid: 4243, startTime: 18 }, what: 'abra recipe fetch' }, { kind: 'process-ended', process: { pid: 4243, startTime: 18 } });
    expect(ledger.view().processes).toEqual([{ ...child, what: 'abra app deploy' }]);
  });

  test('tells one process from a later one with the same pid', () => {
    after({ kind: 'process', process: child, what: 'first' }, { kind: 'process', process: { ...child, startTime: 99 }, what: 'second' }, { kind: 'process-ended', process: child });
    expect(ledger.view().processes.map(process => process.what)).toEqual(['second']);
  });

  test('that has ended is alive again when it is taken up', () => {
    const begin: LedgerRecord = { kind: 'run', id: 'a1b2c3', host: 'h', user: 'u', runner: child };
    after(begin, { kind: 'ended', by: 'runner' });
    expect(ledger.view()).toMatchObject({ ended: true, runner: child });
    after(begin);
    expect(ledger.view().ended).toBe(false);
  });

  test('that is taken up again tries again what had failed', () => {
    after(install, { kind: 'failed', act: 'install', domain, verdict }, { kind: 'lease-lost', why: 'it expired' });
    after({ kind: 'run', id: 'a1b2c3', host: 'h', user: 'u', runner: child });
    const view = ledger.view();
    expect(view.verdictOn('custom-html', 'fresh', 'install')).toBeUndefined();
    expect(view.leaseLost).toBeUndefined();
    expect(view.apps.get(domain)).toMatchObject({ state: 'failed' });
  });

  test('knows that its lease was lost', () => {
    after({ kind: 'lease-lost', why: 'it expired' });
    expect(ledger.view().leaseLost).toBe('it expired');
  });
});
