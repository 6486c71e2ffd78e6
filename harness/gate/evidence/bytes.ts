/** Bytes compared as bytes: a download of a megabyte that is not what was uploaded is told in two lines. */
import { createHash } from 'node:crypto';

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** Whether a matcher compares bytes with bytes; `toStrictEqual` also wants them to be of one kind. */
export function comparesBytes(matcher: string, received: unknown, expected: unknown): boolean {
  if (!isBytes(received) || !isBytes(expected)) return false;
  return matcher === 'toEqual' || (matcher === 'toStrictEqual' && received.constructor === expected.constructor);
}

/** Both as texts that are equal where the bytes are, and say where they differ where they are not. */
export function shownBytes(received: Uint8Array, expected: Uint8Array): [received: unknown, expected: unknown] {
  if (Buffer.compare(received, expected) === 0) return [shown(received), shown(received)];
  const at = firstDifference(received, expected);
  return [shownAt(received, at), shownAt(expected, at)];
}

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return at;
  return length;
}

function shown(bytes: Uint8Array): string {
  return `${bytes.length} bytes`;
}

function shownAt(bytes: Uint8Array, at: number): string[] {
  const around = Buffer.from(bytes.subarray(at, at + 16)).toString('hex').replace(/../g, '$& ').trim();
  return [`${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`, `from byte ${at}: ${around || 'nothing, they end here'}`];
}
