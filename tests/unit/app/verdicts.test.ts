/** A failure as the reason for what cannot be tried because of it. */
import { expect, test } from 'vitest';
import { LeftoversError, leaseLost, nameTaken, UnverifiedError, verdictOf } from '../../../harness/app/errors.ts';
import { HarnessError } from '../../../harness/errors.ts';

const mask = (text: string) => text.replaceAll('hunter22', '***');

test('keeps whose fault it was and the way out, without secrets', () => {
  const error = new HarnessError({ code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db ended: password hunter22', wayOut: 'Read its log.', detail: 'many lines' });
  expect(verdictOf(error, mask)).toEqual({ code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db ended: password ***', wayOut: 'Read its log.' });
});

test('of what nobody foresaw is the harness\'s fault', () => {
  expect(verdictOf(new TypeError('x is undefined'), mask)).toMatchObject({ code: 'ERR_UNEXPECTED', fault: 'harness', message: 'x is undefined' });
  expect(verdictOf('text', mask)).toMatchObject({ fault: 'harness', message: 'text' });
});

test('what rests on it is unverified, by the same fault and with the same reason', () => {
  const verdict = { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment', message: 'the registry limits pulls', wayOut: 'Wait.' } as const;
  const error = new UnverifiedError('install ghost', verdict);
  expect(error).toMatchObject({ code: 'ERR_UNVERIFIED', fault: 'environment', wayOut: 'Wait.', verdict });
  expect(error.shortMessage).toContain('install ghost');
  expect(error.shortMessage).toContain('the registry limits pulls');
});

test('leftovers are named one by one', () => {
  const error = new LeftoversError('a.lab.test', [{ kind: 'volume', name: 'a_data', id: '1' }, { kind: 'secret', name: 'a_key_v1', id: '2' }]);
  expect(error.shortMessage).toBe('2 of a.lab.test are left on the server: volume a_data, secret a_key_v1.');
});

test('a name that is taken is told with what took it', () => {
  expect(nameTaken('a.lab.test', [{ kind: 'volume', name: 'a_data', id: '1' }, { kind: 'service', name: 'a_app', id: '2' }])).toMatchObject({
    code: 'ERR_NAME_TAKEN', fault: 'environment',
    shortMessage: 'The server already holds something under the name of a.lab.test, which this run did not make: volume a_data, service a_app.',
  });
});

test('a lost lease is the environment\'s fault, with the reason', () => {
  expect(leaseLost('it expired')).toMatchObject({ code: 'ERR_LEASE_LOST', fault: 'environment', shortMessage: 'This run has lost its lease, and its apps with it: it expired' });
});
