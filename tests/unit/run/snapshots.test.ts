/** Which snapshots of a bot that serves many apps are this app's. */
import { expect, test } from 'vitest';
import { snapshotsOf } from '../../../harness/run/forget-snapshots.ts';

const app = { domain: 'cust-a1b2c3.lab.test', stack: 'cust-a1b2c3_lab_test', snapshots: ['0123abcd'] };
const listed = (snapshots: object[]) => `warning: something\n${JSON.stringify(snapshots)}\n`;

test('those of its host, of its tag, and those that the run has seen', () => {
  expect(snapshotsOf(listed([
    { id: 'aaaa', hostname: 'cust-a1b2c3.lab.test' },
    { id: 'bbbb', hostname: 'bot', tags: ['other', 'cust-a1b2c3_lab_test'] },
    { id: '0123abcd9999', hostname: 'bot' },
  ]), app)).toEqual(['aaaa', 'bbbb', '0123abcd9999']);
});

test('nobody else\'s: a name that contains it, a tag that starts with it, another id', () => {
  expect(snapshotsOf(listed([
    { id: 'aaaa', hostname: 'x-cust-a1b2c3.lab.test' },
    { id: 'bbbb', hostname: 'bot', tags: ['cust-a1b2c3_lab_test_too'] },
    { id: '0123abce', hostname: 'bot' },
    { id: 'cccc' },
  ]), app)).toEqual([]);
});

test('none where nothing was listed', () => {
  expect(snapshotsOf('', app)).toEqual([]);
  expect(snapshotsOf('[]\n', app)).toEqual([]);
});
