/** Archives for tests, packed by our own hands: their bytes are known to the last. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Member { name: string; content: string | Buffer; stored?: boolean; time?: number; comment?: string; extra?: string }
/** How the packer wrote it: with what a rewritten archive does without. */
export interface Habits { localExtra?: string; descriptor?: boolean; comment?: string; zip64?: 'count' | 'place'; method?: number; before?: string }

/** A packer of our own, after PKWARE's APPNOTE: local header and data of each member, the directory, its end. */
export function archive(members: readonly Member[], { localExtra = '', descriptor = false, comment = '', zip64, method, before = '' }: Habits = {}): Buffer {
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
