import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';

const env = (text: string): EnvFile => EnvFile.parse('x.env', Buffer.from(text));
const text = (file: EnvFile): string => file.bytes().toString('utf8');

const sample = `TYPE=ghost
# What it is
DOMAIN=ghost.example.com
COMPOSE_FILE="compose.yml"
#COMPOSE_FILE="$COMPOSE_FILE:compose.s3.yml"
SECRET_DB_PASSWORD_VERSION=v1 # length=32
# SECRET_S3_KEY_VERSION=v1  # generate=false
EMPTY=
export EXPORTED='a $DOMAIN b'
`;

describe('values', () => {
  test('are read through quotes, comments and variables', () => {
    const file = env(`${sample}URL="https://\${DOMAIN}/x" # where\nTEXT="a\\nb \\"c\\" \\$d"\nHASH=a#b\nCOMMENT= # nothing\nBLANK=a b  \n`);
    expect(Object.fromEntries(file.keys().map(key => [key, file.get(key)]))).toEqual({
      TYPE: 'ghost', DOMAIN: 'ghost.example.com', COMPOSE_FILE: 'compose.yml', SECRET_DB_PASSWORD_VERSION: 'v1', EMPTY: '', EXPORTED: 'a $DOMAIN b',
      URL: 'https://ghost.example.com/x', TEXT: 'a\nb "c" $d', HASH: 'a#b', COMMENT: '', BLANK: 'a b',
    });
    expect(file.get('SECRET_S3_KEY_VERSION')).toBeUndefined();
  });

  test('have comments, of which the one behind the value in force counts', () => {
    const file = env('A_VERSION=v1 # length=8\nA_VERSION=v2 # generate=false\n# B_VERSION=v1 # generate=false\nC="x # y"\nB_VERSION=v1');
    expect(['A_VERSION', 'B_VERSION', 'C', 'NONE'].map(key => file.comment(key))).toEqual(['generate=false', '', '', '']);
  });

  test('may extend what an earlier line said', () => {
    expect(env('COMPOSE_FILE="compose.yml"\nCOMPOSE_FILE="$COMPOSE_FILE:compose.s3.yml"\n').get('COMPOSE_FILE')).toBe('compose.yml:compose.s3.yml');
  });
});

describe('a line', () => {
  test.each<[string, string | undefined]>([
    ['A=x#y', 'x#y'], ['A=x #y', 'x'], ['A= #y', ''], ['A=#y', ''], ['A="x # y" # z', 'x # y'], ["A='x # y'#z", 'x # y'], ['A="it\'s"', "it's"], ['A="x', '"x'], ["A='x", "'x"],
    ['A="a\\\\b"', 'a\\b'], ['A="a\\tb\\rc\\qd"', 'a\tb\rcqd'], ['A=a\\nb', 'a\\nb'], ['A=a\\$b', 'a$b'], ["A='$B ${B}'", '$B ${B}'], ['A="$B"', ''], ['A=${B}x', 'x'], ['A=$', '$'], ['A=${1}', '${1}'],
    ['  A =  x  ', 'x'], ['\tA=x', 'x'], ['export A=x', 'x'], ['export\tA=x', 'x'], ['A.B=x', undefined], ['A="', '"'], ["A='", "'"], ['A=x\r', 'x'],
    ['#A=x', undefined], ['# export A=x', undefined], ['A', undefined], ['1A=x', undefined], ['A B=x', undefined], ['note: A=x', undefined], ['A-B=x', undefined],
  ])('%j says of A: %j', (line, value) => {
    expect(env(line).get('A')).toBe(value);
  });

  test('fills in what stands before it, in force at that point', () => {
    const file = env('A=1\nB=$A${A}\nA=2\nC=$A-$Z\nD="${C}"\n#A=3\n');
    expect(['A', 'B', 'C', 'D'].map(key => file.get(key))).toEqual(['2', '11', '2-', '2-']);
    expect(file.keys()).toEqual(['A', 'B', 'C', 'D']);
  });
});

describe('set', () => {
  test.each([
    ['K= # note\n', 'v', 'K= v # note\n'], ['K=# note\n', 'v', 'K=v # note\n'], ['K="old"# note\n', 'a b', "K='a b' # note\n"], ['K=old  # note\n', '', 'K=  # note\n'],
    ['export K = old\n', 'v', 'export K = v\n'], ['#K=old\n', 'v', '#K=old\nK=v\n'], ['# K=old # note\nA=1\n', 'v', '# K=old # note\nK=v # note\nA=1\n'], ['# K=old # note\n', '', '# K=old # note\nK=\n'],
    ['K=1\n#K=2\n', 'v', 'K=v\n#K=2\n'], ['#K=1\n#K=2\nA=1', 'v', '#K=1\n#K=2\nK=v\nA=1'], ['', 'v', 'K=v\n'], ['\n', 'v', '\nK=v\n'], ['K=\xff\n', 'ü', 'K=ü\n'],
  ])('in %j to %j gives %j', (before, value, expected) => {
    const file = env(before);
    file.set('K', value);
    expect(text(file)).toBe(expected);
  });

  test.each([
    ['plain:/.-_=', 'plain:/.-_='], ['a b', "'a b'"], ['$x', "'$x'"], ['"x"', `'"x"'`], ['a`b', "'a`b'"], ['a#b', "'a#b'"], ['a\\b', "'a\\b'"], ["it's", `"it's"`], ['a\nb', '"a\\nb"'], ["'\r\"\\$", `"'\\r\\"\\\\\\$"`],
  ])('writes %j as %s', (value, written) => {
    const file = env('K=\n');
    file.set('K', value);
    expect(text(file)).toBe(`K=${written}\n`);
  });

  test('changes the last line with that key and keeps its comment', () => {
    const file = env('A=1\nB=2 # length=8\nA=3\n');
    file.set('A', 'x y');
    file.set('B', 'v2');
    expect(text(file)).toBe("A=1\nB=v2 # length=8\nA='x y'\n");
  });

  test('puts a commented key below its sample line, with its modifiers', () => {
    const file = env(sample);
    file.set('SECRET_S3_KEY_VERSION', 'v3');
    expect(text(file)).toContain('# SECRET_S3_KEY_VERSION=v1  # generate=false\nSECRET_S3_KEY_VERSION=v3  # generate=false\nEMPTY=');
  });

  test('adds an unknown key at the end, whether or not the file ends in a line break', () => {
    for (const before of ['A=1\n', 'A=1']) {
      const file = env(before);
      file.set('B', '2');
      expect(text(file)).toBe('A=1\nB=2\n');
    }
  });

  test.each(['', 'plain', 'a b', '#x', 'a # b', '$HOME', "it's", '"', '\\', 'a\nb\r', "all: ' \" $x ${Y} \\ # \n", 'ü€', '=', '`x`', 'a:b,c/d'])('%j is read back as it was given', value => {
    for (const before of ['', 'K=old # note\n', 'K="old"\n', '#K=old\n', 'K= # note\n']) {
      const file = env(before);
      file.set('K', value);
      expect(env(text(file)).get('K')).toBe(value);
    }
  });

  test.each([['bad key', 'x'], ['K', 'a\0b']])('refuses %j', (key, value) => {
    expect(() => { env('').set(key, value); }).toThrow(HarnessError);
    expect(() => { env('').set(key, value); }).toThrow(expect.objectContaining({
      code: 'ERR_ENV_VALUE', fault: 'user', shortMessage: `"${key}" cannot be set to a value with a zero byte, or is no key.`, wayOut: 'Correct the key or the value.',
    }) as Error);
  });
});

test('mergeNewKeysFrom adds what only the sample sets, as it stands there', () => {
  const file = env('TYPE=ghost:1.0.0+5\nDOMAIN=a.lab.test\nA=mine\n');
  expect(file.mergeNewKeysFrom(env(`${sample}A=theirs\nRECIPE=x\n`))).toEqual(['COMPOSE_FILE', 'SECRET_DB_PASSWORD_VERSION', 'EMPTY', 'EXPORTED']);
  expect(text(file)).toBe("TYPE=ghost:1.0.0+5\nDOMAIN=a.lab.test\nA=mine\nCOMPOSE_FILE=\"compose.yml\"\nSECRET_DB_PASSWORD_VERSION=v1 # length=32\nEMPTY=\nexport EXPORTED='a $DOMAIN b'\n");
  expect(file.mergeNewKeysFrom(env(sample))).toEqual([]);
});

test('write replaces the file and keeps its mode', () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  const path = join(folder, 'a.lab.test.env');
  writeFileSync(path, 'A=1\n', { mode: 0o640 });
  const file = EnvFile.read(path);
  file.set('A', '2');
  file.write();
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['A=2\n', 0o640]);
  expect(readdirSync(folder), 'no draft stays').toEqual(['a.lab.test.env']);
  rmSync(path);
  file.write();
  expect(statSync(path).mode & 0o777, 'a file that was removed meanwhile is for its owner alone').toBe(0o600);
  const none = join(folder, 'none');
  expect(() => EnvFile.read(none)).toThrow(expect.objectContaining({
    code: 'ERR_RECIPE_FILE', fault: 'recipe', shortMessage: `${none} cannot be read.`, wayOut: 'Every recipe has an `.env.sample`, from which `abra app new` writes the .env file of an app.',
    detail: expect.stringContaining('ENOENT') as string, cause: expect.objectContaining({ code: 'ENOENT' }) as Error,
  }) as Error);
});

describe('random bytes', () => {
  /** A small generator with a seed, so that a failure can be run again. */
  function* bytes(seed: number): Generator<number> {
    for (let state = seed; ;) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      yield state >>> 24;
    }
  }
  const telling = Buffer.from('=\n\n"\'$#{}\\ :-AB_export \r\0\xff\xc3', 'latin1');

  test.each(Array.from({ length: 300 }, (_, seed) => [seed]))('seed %d: read without a throw, every line kept', seed => {
    const source = bytes(seed + 1);
    const next = (): number => source.next().value ?? 0;
    const input = Buffer.from(Array.from({ length: next() + next() }, () => next() < 160 ? telling[next() % telling.length] ?? 0 : next()));
    const file = EnvFile.parse('x.env', input);
    expect(file.bytes().equals(input)).toBe(true);
    for (const key of file.keys()) expect(typeof file.get(key)).toBe('string');

    file.set('ZZ_NEW', 'value');
    expect(EnvFile.parse('x.env', file.bytes()).get('ZZ_NEW')).toBe('value');
    const before = input.toString('latin1').split('\n');
    const after = file.bytes().toString('latin1').split('\n');
    expect(after.filter(line => line !== 'ZZ_NEW=value').filter(line => line !== '')).toEqual(before.filter(line => line !== ''));
    const merged = EnvFile.parse('y.env', Buffer.from('A=1\n'));
    merged.mergeNewKeysFrom(file);
    expect(merged.get('ZZ_NEW')).toBe('value');
  });
});
