/** Given realms on a provider that outlives the run, when the run ends in whatever way, then each is forgotten once, and one that is not is named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createLease, findLease, keepLease, leaseRealm, releaseRealm } from '../../../harness/run/lease.ts';
import { fromLabels, toLabels } from '../../../harness/run/lease-labels.ts';
import { Ledger } from '../../../harness/run/ledger.ts';
import type { Realm } from '../../../harness/run/records.ts';
import { undoRealms } from '../../../harness/run/undo-realms.ts';
import type { Engine } from '../../../harness/swarm/engine.ts';
import { FakeConfigs } from './fake-configs.ts';

const realm: Realm = { realm: 'whoa-a1b2c3', provider: 'keyc-d4e5f6.lab.test', owner: 'd4e5f6' };
const other: Realm = { ...realm, realm: 'docs-a1b2c3' };

let engine: FakeConfigs;
let ledger: Ledger;
const lines: string[] = [];

beforeEach(async () => {
  engine = new FakeConfigs();
  await createLease(engine, 'a1b2c3', process.pid, { kept: false });
  ledger = new Ledger(join(mkdtempSync(join(tmpdir(), 'realms-')), 'ledger.jsonl'));
  lines.length = 0;
  return () => rmSync(dirname(ledger.file), { recursive: true, force: true });
});

const undo = (forget: (realm: Realm) => Promise<void>): Promise<string[]> =>
  undoRealms({ id: 'a1b2c3', stateFolder: '/nowhere', ledger }, engine as unknown as Engine, forget, line => lines.push(line));

async function made(...realms: Realm[]): Promise<void> {
  for (const each of realms) {
    ledger.append({ kind: 'realm', realm: each });
    await leaseRealm(engine, 'a1b2c3', each);
  }
}

describe('the lease', () => {
  test('names the realms, so that a janitor without the ledger knows them', async () => {
    await made(realm, other, realm);
    expect((await findLease(engine, 'a1b2c3'))?.realms).toEqual([other, realm]);
    await releaseRealm(engine, 'a1b2c3', realm.realm);
    expect((await findLease(engine, 'a1b2c3'))?.realms).toEqual([other]);
  });

  test('with a realm that no harness wrote is nobody\'s lease', async () => {
    await made(realm);
    const lease = await findLease(engine, 'a1b2c3');
    const labels = toLabels(lease!);
    expect(fromLabels(labels)?.realms).toEqual([realm]);
    expect(fromLabels({ ...labels, 'recipe-harness.realm.elsewhere': labels[`recipe-harness.realm.${realm.realm}`] ?? '' })).toBeUndefined();
    expect(fromLabels({ ...labels, 'recipe-harness.realm.x': '{"realm":"x"}' })).toBeUndefined();
  });

  test('of a run that leaves a provider up does not expire any more', async () => {
    await keepLease(engine, 'a1b2c3');
    expect((await findLease(engine, 'a1b2c3'))?.expires).toBeUndefined();
  });
});

test('each realm is forgotten, taken out of the lease, and not asked for again', async () => {
  await made(realm, other);
  const asked: string[] = [];
  expect(await undo(async each => void asked.push(each.realm))).toEqual([]);
  expect(await undo(async each => void asked.push(each.realm))).toEqual([]);
  expect(asked).toEqual([realm.realm, other.realm]);
  expect((await findLease(engine, 'a1b2c3'))?.realms).toEqual([]);
});

test('one that its provider does not forget is named with the reason, and stays for the next try', async () => {
  await made(realm, other);
  const left = await undo(async each => {
    if (each.realm === realm.realm) throw new Error('keycloak answers 503');
  });
  expect(left).toEqual([`realm ${realm.realm} on ${realm.provider}: keycloak answers 503`]);
  expect(ledger.view().realms).toEqual([realm]);
});

test('a lease that is gone keeps no realm from being forgotten', async () => {
  await made(realm);
  engine.removeAll();
  expect(await undo(async () => undefined)).toEqual([]);
  expect(ledger.view().realms).toEqual([]);
  expect(lines).toEqual([expect.stringContaining('is gone'), expect.stringContaining('not taken out of the lease')]);
});
