/** Rewrites the members of a zip archive in memory: traces, blob reports and the HTML report's data are zips. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const deflated = 8;

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 22 && (bytes.readUInt32LE(0) === localSignature || bytes.readUInt32LE(0) === endSignature);
}

/** Begun, and never ended: its writer was killed over it. Nobody can open it, and nobody can say what it holds. */
export function isTorn(bytes: Buffer): boolean {
  return isZip(bytes) && endOf(bytes) === undefined;
}

/**
 * The archive with each member's content replaced by what `change` returns, or undefined when nothing changed.
 * Names, order, times and comments stay; Zip64 is refused, since no report is that large.
 */
export function rewriteZip(archive: Buffer, change: (name: string, content: Buffer) => Buffer | undefined): Buffer | undefined {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  let entry = archive.readUInt32LE(end + 16);
  if (count === 0xffff || entry === 0xffffffff) throw new Error('Zip64 archives are not rewritten');
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let changed = false;
  for (let i = 0; i < count; i++) {
    if (archive.readUInt32LE(entry) !== directorySignature) throw new Error(`not a zip archive: entry ${i} of its directory is broken`);
    const length = 46 + archive.readUInt16LE(entry + 28) + archive.readUInt16LE(entry + 30) + archive.readUInt16LE(entry + 32);
    const header = Buffer.from(archive.subarray(entry, entry + length));
    entry += length;
    const member = readMember(archive, header);
    const after = change(member.name, member.content);
    if (after) changed = true;
    const data = after ? (member.method === deflated ? deflateRawSync(after) : after) : member.data;
    if (after) {
      header.writeUInt32LE(crc32(after), 16);
      header.writeUInt32LE(data.length, 20);
      header.writeUInt32LE(after.length, 24);
    }
    // Sizes stand in the local header; a data descriptor behind the data is not needed then.
    header.writeUInt16LE(header.readUInt16LE(8) & ~0x8, 8);
    header.writeUInt32LE(offset, 42);
    const local = localHeader(header, member.rawName);
    locals.push(local, data);
    directory.push(header);
    offset += local.length + data.length;
  }
  return changed ? Buffer.concat([...locals, ...directory, endRecord(archive, end, directory, offset)]) : undefined;
}

function readMember(archive: Buffer, header: Buffer): { name: string; rawName: Buffer; method: number; data: Buffer; content: Buffer } {
  const local = header.readUInt32LE(42);
  const rawName = header.subarray(46, 46 + header.readUInt16LE(28));
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const data = archive.subarray(start, start + header.readUInt32LE(20));
  const method = header.readUInt16LE(10);
  if (method !== 0 && method !== deflated) throw new Error(`zip member ${rawName.toString()} has the unknown method ${method}`);
  return { name: rawName.toString('utf8'), rawName, method, data, content: method === deflated ? inflateRawSync(data) : data };
}

/** The local header that belongs to an entry of the directory: version to CRC and sizes are the same 22 bytes. */
function localHeader(header: Buffer, rawName: Buffer): Buffer {
  const local = Buffer.alloc(30 + rawName.length);
  local.writeUInt32LE(localSignature, 0);
  header.copy(local, 4, 6, 28);
  local.writeUInt16LE(rawName.length, 26);
  rawName.copy(local, 30);
  return local;
}

function endRecord(archive: Buffer, end: number, directory: readonly Buffer[], offset: number): Buffer {
  const record = Buffer.from(archive.subarray(end));
  record.writeUInt32LE(directory.reduce((sum, { length }) => sum + length, 0), 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

function findEnd(archive: Buffer): number {
  const end = endOf(archive);
  if (end === undefined) throw new Error('not a zip archive: it has no end record');
  return end;
}

function endOf(archive: Buffer): number | undefined {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 22 - 0xffff); at--) {
    if (archive.readUInt32LE(at) === endSignature) return at;
  }
  return undefined;
}
