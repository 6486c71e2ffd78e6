/** Folders of ended runs: emptied of what is secret, kept for their logs, and left alone while anybody may need them. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { tidyRunFolders } from '../../../harness/reaper/tidy.ts';
import { createLease } from '../../../harness/run/lease.ts';
import { runLock, tryLock } from '../../../harness/run/lock.ts';
import type { Target } from '../../../harness/settings/target.ts';
import { FakeConfigs } from '../run/fake-configs.ts';

const target = { docker: 'unix:///here.sock' } as Target;
let stateFolder: string;
let engine: FakeConfigs;

beforeEach(() => {
  stateFolder = mkdtempSync(join(tmpdir(), 'tidy-'));
  engine = new FakeConfigs();
  return () => rmSync(stateFolder, { recursive: true, force: true });
});

function folderOf(id: string, facts: object | null = {}): string {
  const folder = join(stateFolder, 'runs', id);
  mkdirSync(join(folder, 'abra', 'servers'), { recursive: true });
  mkdirSync(join(folder, 'secrets'));
  for (const name of ['secrets.jsonl', 'ledger.jsonl', 'reaper.log']) writeFileSync(join(folder, name), '');
  if (facts) writeFileSync(join(folder, 'run.json'), JSON.stringify({ id, target, settings: { keep: false }, createdAt: `2026-11-21T12:00:00.${id.slice(-3)}Z`, ...facts }));
  return folder;
}

const tidy = () => tidyRunFolders(engine, { target, stateFolder, ownRun: 'ffffff' }, () => undefined);
const emptied = (folder: string) => !['abra', 'secrets', 'secrets.jsonl'].some(name => existsSync(join(folder, name))) && existsSync(join(folder, 'reaper.log'));

test('a dead run without a lease keeps its logs alone', async () => {
  const folder = folderOf('000001');
  await tidy();
  expect(emptied(folder)).toBe(true);
});

test('a run with a lease, one with an owner, and the own one are left alone', async () => {
  const folders = ['000001', '000002', '000003', 'ffffff'].map(id => folderOf(id));
  await createLease(engine, '000001', 1, { kept: false });
  await using _runner = (await tryLock(runLock(stateFolder, '000002', 'runner'), 'run'))!;
  await using _reaper = (await tryLock(runLock(stateFolder, '000003', 'reaper'), 'reap'))!;
  await tidy();
  expect(folders.map(emptied)).toEqual([false, false, false, false]);
});

test('a run on another server is left alone for a day, and a kept one for ever', async () => {
  const elsewhere = { target: { docker: 'unix:///elsewhere.sock' } };
  const young = folderOf('000001', elsewhere);
  const old = folderOf('000002', elsewhere);
  const kept = folderOf('000003', { ...elsewhere, settings: { keep: true } });
  const longAgo = new Date(Date.now() - 48 * 3_600_000);
  for (const folder of [old, kept]) utimesSync(folder, longAgo, longAgo);
  await tidy();
  expect([young, old, kept].map(emptied)).toEqual([false, true, false]);
});

test('folders that are no runs are not touched', async () => {
  const foreign = folderOf('notes');
  const torn = folderOf('000001', null);
  await tidy();
  expect([foreign, torn].map(emptied)).toEqual([false, false]);
});

test('the logs of the newest twenty are kept', async () => {
  const ids = Array.from({ length: 23 }, (_, index) => `000${String(index + 100)}`);
  for (const id of ids) folderOf(id);
  await tidy();
  expect(readdirSync(join(stateFolder, 'runs')).sort()).toEqual(ids.slice(3));
});
