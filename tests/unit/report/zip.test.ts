/** Archives rewritten in memory, byte for byte as a packer would have written the changed content. */
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isZip, rewriteZip } from '../../../harness/report/zip.ts';

interface Member { name: string; content: string; stored?: boolean; time?: number; comment?: string; extra?: string }
/** How the packer wrote it: with what a rewritten archive does without. */
interface Habits { localExtra?: string; descriptor?: boolean; comment?: string; zip64?: 'count' | 'place'; method?: number; before?: string }

/** A packer of our own, after PKWARE's APPNOTE: local header and data of each member, the directory, its end. */
function archive(members: readonly Member[], { localExtra = '', descriptor = false, comment = '', zip64, method, before = '' }: Habits = {}): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const directory: Buffer[] = [];
  const length = (of: readonly Buffer[]) => of.reduce((sum, { length: each }) => sum + each, 0);
  for (const { name, content, stored = false, time = 0x4d21, comment: note = '', extra = '' } of members) {
    const offset = length(parts);
    const data = stored ? Buffer.from(content) : deflateRawSync(content);
    const common = Buffer.alloc(22);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 | (descriptor ? 0x8 : 0), 2);
    common.writeUInt16LE(method ?? (stored ? 0 : 8), 4);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(0x5b75, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Buffer.byteLength(content), 18);
    const local = Buffer.concat([bytes(0x04034b50, 4), common, bytes(Buffer.byteLength(name), 2), bytes(localExtra.length, 2), Buffer.from(name + localExtra)]);
    parts.push(local, data, ...(descriptor ? [Buffer.from('PK\u0007\u0008descriptor')] : []));
    directory.push(Buffer.concat([
      bytes(0x02014b50, 4), bytes(0x031e, 2), common, bytes(Buffer.byteLength(name), 2), bytes(extra.length, 2), bytes(note.length, 2),
      bytes(0, 2), bytes(1, 2), bytes(0o100644, 4), bytes(offset, 4), Buffer.from(name + extra + note),
    ]));
  }
  const count = bytes(zip64 === 'count' ? 0xffff : members.length, 2);
  const end = Buffer.concat([bytes(0x06054b50, 4), bytes(0, 4), count, count, bytes(length(directory), 4), bytes(zip64 === 'place' ? 0xffffffff : length(parts), 4), bytes(comment.length, 2), Buffer.from(comment)]);
  return Buffer.concat([...parts, ...directory, end]);
}
const bytes = (value: number, size: number): Buffer => {
  const buffer = Buffer.alloc(size);
  buffer.writeUIntLE(value, 0, size);
  return buffer;
};

const shout = (_name: string, content: Buffer): Buffer | undefined => content.includes('quiet') ? Buffer.from(content.toString().replaceAll('quiet', 'LOUD AND LONG')) : undefined;
const before: Member[] = [
  { name: 'a.txt', content: 'as it was' },
  { name: 'wörter/b.txt', content: 'quiet, quiet', time: 0x6000, comment: 'of b', extra: 'EXTRA' },
  { name: 'c.txt', content: 'quiet', stored: true },
  { name: 'd.txt', content: 'also as it was', stored: true },
];
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
