/** Archives rewritten in memory, byte for byte as a packer would have written the changed content. */
import { describe, expect, test } from 'vitest';
import { isZip, rewriteZip } from '../../../harness/report/zip.ts';
import { archive, type Habits, type Member } from './archive.ts';

const shout = (_name: string, content: Buffer): Buffer | undefined => content.includes('quiet') ? Buffer.from(content.toString().replaceAll('quiet', 'LOUD AND LONG')) : undefined;
const before = [
  { name: 'a.txt', content: 'as it was' },
  { name: 'wörter/b.txt', content: 'quiet, quiet', time: 0x6000, comment: 'of b', extra: 'EXTRA' },
  { name: 'c.txt', content: 'quiet', stored: true },
  { name: 'd.txt', content: 'also as it was', stored: true },
] satisfies Member[];
const after = before.map(member => ({ ...member, content: member.content.replaceAll('quiet', 'LOUD AND LONG') }));

describe('an archive', () => {
  test.each<[string, Habits, Habits]>([
    ['as it is', {}, {}],
    ['with a comment, even one that looks like an end', { comment: 'PK\u0005\u0006' }, { comment: 'PK\u0005\u0006' }],
    ['written by a stream: sizes behind the data', { descriptor: true }, {}],
    ['with extras that only local headers have', { localExtra: 'EXTRA' }, {}],
  ])('%s is rewritten: changed members anew, the others, names, times and comments as they were', (_how, habits, then) => {
    expect(rewriteZip(archive(before, habits), shout)).toEqual(archive(after, then));
  });

  test('of which nothing changes is left alone', () => {
    expect(rewriteZip(archive(after), shout)).toBeUndefined();
    expect(rewriteZip(archive([]), shout)).toBeUndefined();
  });

  test('is shown member by member, by name, unpacked', () => {
    const seen: [string, string][] = [];
    rewriteZip(archive(before), (name, content) => void seen.push([name, content.toString()]));
    expect(seen).toEqual(before.map(({ name, content }) => [name, content]));
  });
});

test.each<[string, Buffer, RegExp]>([
  ['without an end', archive(before).subarray(0, -1), /no end record/],
  ['whose directory is not where its end says', archive(before, { before: 'x' }).subarray(1), /entry 0 of its directory is broken/],
  ['of more members than a plain one can hold', archive(before, { zip64: 'count' }), /Zip64/],
  ['larger than a plain one can be', archive(before, { zip64: 'place' }), /Zip64/],
  ['packed by a method of its own', archive(before, { method: 12 }), /zip member a\.txt has the unknown method 12/],
])('an archive %s is refused, since a secret in it would stay', (_how, broken, message) => {
  expect(() => rewriteZip(broken, shout)).toThrow(message);
});

test('an end behind the longest comment is found', () => {
  const comment = 'c'.repeat(0xffff);
  expect(rewriteZip(archive(before, { comment }), shout)?.equals(archive(after, { comment }))).toBe(true);
  expect(() => rewriteZip(Buffer.concat([archive(before, { comment }), Buffer.from('x')]), shout)).toThrow(/no end record/);
});

test('archives are known by their first bytes, empty ones too', () => {
  expect([archive(before), archive([])].map(isZip)).toEqual([true, true]);
  expect([Buffer.alloc(0), archive([]).subarray(0, 21), Buffer.from('PK, it says, and goes on about it'), Buffer.alloc(100)].map(isZip)).toEqual([false, false, false, false]);
});
