/** What a run asks of a provider. */
import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { newProvisionRequest, secretsOf, withSigningKey } from '../../../harness/sso/new-provision.ts';

test('two people who share nothing, and secrets that nobody has used before', () => {
  const requests = Array.from({ length: 50 }, () => newProvisionRequest('whoa-4d5e6f', ['https://whoa-4d5e6f.lab.test/*']));
  for (const { client, users: [first, second] } of requests) {
    expect(client.id).toBe('whoa-4d5e6f');
    for (const part of ['username', 'password', 'email', 'firstName', 'lastName'] as const) expect(first[part]).not.toBe(second[part]);
    expect(first.username).toMatch(/^[a-z]+\.[a-z]+\d{4}$/);
    expect(first.email).toBe(`${first.username}@example.org`);
  }
  const secrets = requests.flatMap(request => secretsOf(request).map(({ value }) => value));
  expect(new Set(secrets).size).toBe(150);
  // No character that an env file, a URL or a shell would take for its own; upper and lower case and a digit for password rules.
  for (const secret of secrets) expect(secret).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w-]{36}$/);
});

test('says of each secret whose it is', async () => {
  const request = await withSigningKey(newProvisionRequest('whoa-4d5e6f', []));
  expect(createPrivateKey({ key: Buffer.from(request.signingKey ?? '', 'base64'), format: 'der', type: 'pkcs8' }).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
  expect(secretsOf(request).map(({ what }) => what)).toEqual([
    'client secret of whoa-4d5e6f', `password of ${request.users[0].username}`, `password of ${request.users[1].username}`, 'signing key of whoa-4d5e6f',
  ]);
});
