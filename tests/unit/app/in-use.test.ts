/** Given a provider that a run keeps, when somebody removes it, then the runs that use it are named, and nobody else is. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireUnused } from '../../../harness/app/in-use.ts';
import { createLease, keepLease, leaseRealm, leaseSeconds } from '../../../harness/run/lease.ts';
import { acquireLock, runLock } from '../../../harness/run/lock.ts';
import { ledgerOf, runFolder } from '../../../harness/run/run-facts.ts';
import { FakeConfigs } from '../run/fake-configs.ts';

const provider = { domain: 'keyc-d4e5f6.lab.test', run: 'd4e5f6' };
const realm = (name: string, domain = provider.domain) => ({ realm: name, provider: domain, owner: provider.run });

let engine: FakeConfigs;
let stateFolder: string;
beforeEach(async () => {
  engine = new FakeConfigs();
  stateFolder = mkdtempSync(join(tmpdir(), 'in-use-'));
  await createLease(engine, provider.run, process.pid, { kept: true });
  await leaseRealm(engine, provider.run, realm('own'));
});
afterEach(() => rmSync(stateFolder, { recursive: true, force: true }));

const look = () => requireUnused(engine, stateFolder, provider);

test('its own run, a run on another provider, and a dead one keep nobody from removing it', async () => {
  await createLease(engine, 'a1b2c3', 1, { kept: false });
  await leaseRealm(engine, 'a1b2c3', realm('docs', 'keyc-778899.lab.test'));
  await createLease(engine, 'b1b2c3', 1, { kept: false });
  await leaseRealm(engine, 'b1b2c3', realm('whoa'));
  engine.seconds += leaseSeconds + 1;

  await look();
});

test('a live run with a realm on it is named, whatever machine it is on, and so is one that keeps its app', async () => {
  for (const run of ['a1b2c3', 'b1b2c3']) {
    await createLease(engine, run, 1, { kept: false });
    await leaseRealm(engine, run, realm(`whoa-${run}`));
  }
  await keepLease(engine, 'b1b2c3');

  await expect(look()).rejects.toMatchObject({
    code: 'ERR_APP_IN_USE', fault: 'user', facts: { runs: ['a1b2c3', 'b1b2c3'] },
    shortMessage: expect.stringMatching(new RegExp(`^keyc-d4e5f6\\.lab\\.test is in use: run a1b2c3 of ${userInfo().username} on \\S+; run b1b2c3 of .*, whose apps are kept\\.$`)) as unknown,
    wayOut: expect.stringContaining('Wait for the end') as unknown,
  });
});

test('a run that has chosen it and made no realm yet is named as long as it lives', async () => {
  const folder = runFolder(stateFolder, 'a1b2c3');
  mkdirSync(folder, { recursive: true });
  const ledger = ledgerOf(folder);
  ledger.append({ kind: 'taken', recipe: 'keycloak', domain: provider.domain, owner: provider.run });
  ledger.close();
  const lock = await acquireLock(runLock(stateFolder, 'a1b2c3', 'runner'), { what: 'run a1b2c3', waitMs: 0 });

  await expect(look()).rejects.toMatchObject({ code: 'ERR_APP_IN_USE', facts: { runs: ['a1b2c3'] } });

  await lock.release();
  await look();
});
