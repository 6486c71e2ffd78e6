/** `.env` files as operators and recipes write them. */
import { expect, test } from 'vitest';
import { parseEnv, parseEnvLines } from '../../../lab/abra/env/parse.ts';
import { fillSample, withVersion } from '../../../lab/abra/env/write.ts';

test('plain, quoted and exported values', () => {
  const text = ['A=1', 'B="two words"', "C='raw $A'", 'export D=4', 'E=', '# F=6', '  G = seven '].join('\n');
  expect(parseEnv(text)).toEqual({ A: '1', B: 'two words', C: 'raw $A', D: '4', E: '', G: 'seven' });
});

test('a later line overrides and may extend an earlier one', () => {
  const text = 'COMPOSE_FILE="compose.yml"\nCOMPOSE_FILE="$COMPOSE_FILE:compose.s3.yml"\n#COMPOSE_FILE="$COMPOSE_FILE:no.yml"\n';
  expect(parseEnv(text)).toEqual({ COMPOSE_FILE: 'compose.yml:compose.s3.yml' });
});

test('a comment behind a value is kept apart, a # inside a word is no comment', () => {
  expect(parseEnvLines('SECRET_X_VERSION=v1 # length=128\nY=a#b\nZ="x # y" # generate=false\nW= # empty')).toEqual([
    { key: 'SECRET_X_VERSION', value: 'v1', comment: 'length=128' },
    { key: 'Y', value: 'a#b', comment: '' },
    { key: 'Z', value: 'x # y', comment: 'generate=false' },
    { key: 'W', value: '', comment: 'empty' },
  ]);
});

test('escaped dollars stay, unset variables are empty, quoted values run over lines', () => {
  expect(parseEnv('A=\\$HOME\nB=x${NOPE}y\nC="one\ntwo"\nD=3')).toEqual({ A: '$HOME', B: 'xy', C: 'one\ntwo', D: '3' });
});

test('an unclosed quote swallows nothing', () => {
  expect(parseEnv("A=it's\nB=\"open\nC=3")).toMatchObject({ A: "it's", C: '3' });
});

test('the sample gets the domain, comments stay', () => {
  const sample = '# Example\nTYPE=ghost\nDOMAIN=ghost.example.com # yours\n#EXTRA_DOMAINS=`www.ghost.example.com`\n';
  const filled = fillSample(sample, 'ghost', 'ghos-1.lab.test');
  expect(filled).toContain('DOMAIN=ghos-1.lab.test');
  expect(filled).toContain('`www.ghos-1.lab.test`');
});

test('the version is written into TYPE or RECIPE and over an older one', () => {
  expect(withVersion('TYPE=ghost\nA=1', 'ghost', '1.0.0+5')).toBe('TYPE=ghost:1.0.0+5\nA=1');
  expect(withVersion('RECIPE=ghost:0.9.0+4 # mine\n', 'ghost', '1a2b3c4d+U')).toBe('RECIPE=ghost:1a2b3c4d+U # mine\n');
  expect(withVersion('A=$1', 'ghost', '1.0.0+$&')).toBe('TYPE=ghost:1.0.0+$&\nA=$1');
});
