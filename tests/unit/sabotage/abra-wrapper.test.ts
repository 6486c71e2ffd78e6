/** The wrapper as a command: what is whole reaches abra as it came, what is broken is broken for one app alone. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AbraWrapper, wrapAbra } from '../../../harness/gate/sabotage/abra-wrapper.ts';

let folder: string;
let wrapper: AbraWrapper;
const call = (...args: string[]) => execFileSync(wrapper.command, args, { encoding: 'utf8' }).trim();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "it's abra-"));
  const abra = path.join(folder, 'real abra');
  writeFileSync(abra, '#!/bin/sh\nprintf "[%s]" "$@"\n');
  chmodSync(abra, 0o755);
  wrapper = wrapAbra(path.join(folder, 'wrapper'), { abra, docker: 'unix:///nowhere' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('whole, it hands on every word as it came', () => {
  expect(call('app', 'run', 'a.test', 'app', '--', 'sh', '-c', 'echo "$1"')).toBe('[app][run][a.test][app][--][sh][-c][echo "$1"]');
});

test('a restore of nothing ends well, of that app alone', () => {
  wrapper.break('a.test', { kind: 'restore-nothing' });
  expect(call('app', 'restore', 'a.test', '1234abcd', '--chaos')).toContain('restore finished');
  expect(call('app', 'restore', 'b.test', '1234abcd')).toBe('[app][restore][b.test][1234abcd]');
  expect(call('app', 'backup', 'create', 'a.test')).toBe('[app][backup][create][a.test]');
  wrapper.mend();
  expect(call('app', 'restore', 'a.test', '1234abcd')).toBe('[app][restore][a.test][1234abcd]');
});

test('a restore of an older snapshot, whichever is named', () => {
  wrapper.break('a.test', { kind: 'restore-older', snapshot: '0000aaaa' });
  expect(call('app', 'restore', 'a.test', '1234abcd', '--chaos', '-n')).toBe('[app][restore][a.test][0000aaaa][--chaos][-n]');
  wrapper.mend();
});

test('an upgrade that is broken asks the engine; deploys of other apps do not', () => {
  wrapper.break('a.test', { kind: 'stay' });
  expect(call('app', 'deploy', 'b.test')).toBe('[app][deploy][b.test]');
  expect(call('app', 'undeploy', 'a.test')).toBe('[app][undeploy][a.test]');
  wrapper.mend();
});
