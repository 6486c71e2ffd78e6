/** Given an error that nobody marked, when a report looks for whose fault it is, then what the machine did is known by its own words, and nothing else is taken for it. */
import { expect, test } from 'vitest';
import { machineTrouble } from '../../harness/machine-trouble.ts';

test.each([
  ["Error: ENOSPC: no space left on device, write '/state/ledger.jsonl'", 'ERR_DISK_FULL', 'environment'],
  ['EDQUOT: disk quota exceeded, write', 'ERR_DISK_FULL', 'environment'],
  ['Error: page.goto: net::ERR_NETWORK_CHANGED at https://keyc.lab.test/\nCall log:', 'ERR_NETWORK_CHANGED', 'environment'],
  ['page.reload: net::ERR_INTERNET_DISCONNECTED', 'ERR_NETWORK_CHANGED', 'environment'],
  ['Internal error: worker process exited unexpectedly (code=null, signal=SIGKILL)', 'ERR_WORKER_DIED', 'environment'],
  ['worker process exited unexpectedly (code=7, signal=null)', 'ERR_WORKER_EXITED', 'user'],
])('%s', (text, code, fault) => {
  expect(machineTrouble(text)).toMatchObject({ code, fault });
});

test.each([
  'page.goto: net::ERR_CONNECTION_REFUSED at https://ghost.lab.test/',
  'expect(received).toBe(expected)\n\nENOSPC was what the app said',
  'a page that tells of net::ERR_NETWORK',
  '',
])('not the machine: %s', text => {
  expect(machineTrouble(text)).toBeUndefined();
});
