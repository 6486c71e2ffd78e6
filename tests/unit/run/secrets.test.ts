/** Masking: every way in which a secret is written, in every process of a run. */
import { appendFileSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { SecretRegistry } from '../../../harness/run/secrets.ts';

const secret = 'pa$$w"o/rd+42 ü';
let file: string;
let registry: SecretRegistry;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'secrets.jsonl');
  registry = new SecretRegistry(file);
});

describe('a registered secret is masked', () => {
  beforeEach(() => registry.register(secret, 'db_password'));

  test.each([
    ['as it stands', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['JSON-escaped', JSON.stringify(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 behind a user', Buffer.from(`admin:${secret}`).toString('base64')],
    ['in base64 behind two bytes', Buffer.from(`ab${secret}tail`).toString('base64')],
    ['in base64 for URLs', Buffer.from(`x${secret}`).toString('base64url')],
  ])('%s', (_how, written) => {
    const masked = registry.mask(`before ${written} after`);
    expect(masked).toContain('***db_password***');
    expect(masked).toMatch(/^before .* after$/);
    for (const part of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)]) expect(masked).not.toContain(part);
  });

  test('everywhere in the text', () => {
    expect(registry.mask(`${secret} and ${secret}`)).toBe('***db_password*** and ***db_password***');
  });
});

test('a text without secrets stays as it is', () => {
  registry.register(secret, 'db_password');
  expect(registry.mask('deploy succeeded')).toBe('deploy succeeded');
});

test('the longer of two secrets is masked first', () => {
  registry.register('abcdef', 'short');
  registry.register('abcdef-ghijkl', 'long');
  expect(registry.mask('abcdef-ghijkl abcdef')).toBe('***long*** ***short***');
});

test('what another process registers is masked here as well', () => {
  expect(registry.mask('token-123456')).toBe('token-123456');
  new SecretRegistry(file).register('token-123456', 'token');
  expect(registry.mask('token-123456')).toBe('***token***');
  expect(registry.all()).toEqual([{ value: 'token-123456', what: 'token' }]);
});

test('a line that another process is still writing is left until it is whole', () => {
  registry.register('first-secret', 'first');
  const line = `${JSON.stringify({ value: 'second-secret', what: 'second' })}\n`;
  appendFileSync(file, line.slice(0, 20));
  expect(registry.mask('second-secret')).toBe('second-secret');
  appendFileSync(file, line.slice(20));
  expect(registry.mask('second-secret first-secret')).toBe('***second*** ***first***');
});

test('values that stand in every text are not taken for secrets', () => {
  registry.register('admin', 'user');
  expect(registry.mask('admin')).toBe('admin');
  expect(registry.all()).toEqual([]);
});

test('the shared file is readable by its owner alone', () => {
  registry.register(secret, 'db_password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what one process keeps to itself is masked there, and no other process ever learns it', () => {
  registry.register(secret, 'db_password');
  registry.keepToSelf('gta_0123456789', 'GITEA_TOKEN');
  expect(registry.mask('with gta_0123456789')).toBe('with ***GITEA_TOKEN***');
  expect(new SecretRegistry(file).all()).toEqual([{ value: secret, what: 'db_password' }]);
});
