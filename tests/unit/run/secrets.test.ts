/** Masking: every way in which a secret is written, in every process of a run. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { formsOf } from '../../../harness/run/secret-forms.ts';
import { SecretRegistry } from '../../../harness/run/secrets.ts';

const secret = 'pa$$w"o/rd+42 ü';
let file: string;
let registry: SecretRegistry;

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'secrets-')), 'secrets.jsonl');
  registry = new SecretRegistry(file);
  return () => rmSync(dirname(file), { recursive: true, force: true });
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

test('is written down once, in a line of its own, whatever stood there before', () => {
  appendFileSync(file, '{"value":"half-a-secr');
  registry.register(secret, 'db_password');
  registry.register(secret, 'the same again');
  registry.register('abcdef', 'six characters are a secret');
  expect(readFileSync(file, 'utf8')).toBe(`{"value":"half-a-secr\n${JSON.stringify({ value: secret, what: 'db_password' })}\n\n${JSON.stringify({ value: 'abcdef', what: 'six characters are a secret' })}\n`);
  expect(new SecretRegistry(file).all()).toEqual([{ value: secret, what: 'db_password' }, { value: 'abcdef', what: 'six characters are a secret' }]);
  expect(registry.all()).toHaveLength(2);
});

test('of two secrets that another process registers, the longer is masked first', () => {
  const other = new SecretRegistry(file);
  other.register('abcdef', 'short');
  other.register('abcdef-ghijkl', 'long');
  expect(registry.mask('abcdef-ghijkl')).toBe('***long***');
});

test('a mark is written as it is, though it looks like a pattern', () => {
  registry.register(secret, "the $& of '$1'");
  expect(registry.mask(`${secret} \u001b[1mx`)).toBe("***the $& of '$1'*** \u001b[1mx");
});

test('a value is masked where colours run through it, as they are and as JSON writes them', () => {
  registry.register('a.b*c[d]e(f)|g', 'odd');
  const coloured = 'a.b\u001b[7m*c\u001b[27m[d]\u001b[1;31me\u001b[0m(f)|g';
  expect(registry.mask(`x ${coloured} y`)).toBe('x ***odd*** y');
  expect(registry.mask(coloured), 'a second time, from its begin on').toBe('***odd***');
  expect(registry.mask(`"${JSON.stringify(coloured).slice(1, -1)}"`)).toBe('"***odd***"');
  expect(registry.mask('\u001b[1maxbxc[d]e(f)|g'), 'signs are no wildcards').toBe('\u001b[1maxbxc[d]e(f)|g');
});

test('every run of base64 that a value decides is known, whatever stands before and behind it', () => {
  const value = 'correct~horse?battery';
  for (let before = 0; before < 6; before++) {
    for (let behind = 0; behind < 4; behind++) {
      for (const encoding of ['base64', 'base64url'] as const) {
        const written = Buffer.from('ééé' + 'x'.repeat(before) + value + 'z'.repeat(behind)).toString(encoding);
        const found = formsOf(value).filter(form => written.includes(form));
        // All but the characters that its neighbours share.
        expect(Math.max(0, ...found.map(({ length }) => length)), `${before} before, ${behind} behind`).toBeGreaterThanOrEqual(27);
      }
    }
  }
});
