/** The texts and numbers in a value, and which of them are worth anything as a witness. */

/** What a value holds, at most so deep and so many: an assertion names few. */
const deepest = 8;
const most = 2_000;

/** Every text and number in a value, numbers as text; the patterns of regular expressions; of an asymmetric matcher what it was made of. */
export function leavesOf(value: unknown): Set<string> {
  const leaves = new Set<string>();
  gather(value, leaves, 0, new Set());
  return leaves;
}

function gather(value: unknown, leaves: Set<string>, depth: number, within: Set<object>): void {
  if (leaves.size >= most || depth > deepest) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') leaves.add(String(value));
  if (typeof value !== 'object' || value === null || within.has(value)) return;
  if (value instanceof RegExp) leaves.add(value.source.replace(/\\(.)/g, '$1'));
  else if (value instanceof Date) leaves.add(value.toISOString());
  else if (value instanceof URL) leaves.add(value.href);
  else if (!(value instanceof Uint8Array)) {
    within.add(value);
    const inner = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : Object.values(value);
    for (const each of inner) gather(each, leaves, depth + 1, within);
    within.delete(value);
  }
}

/**
 * Whether a text is unlikely to be met by chance: six characters with a digit among them, or twelve. A number needs five digits.
 * "password", "open" or 42 stand on many a page that nobody has written.
 */
export function isDistinctive(text: string): boolean {
  if (/^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(text)) return text.replace(/\D/g, '').length >= 5;
  return text.length >= 12 || (text.length >= 6 && /\d/.test(text));
}

/** A body or a URL as those texts that a sender put into it. */
export function decoded(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return `${text}\n${decodeURIComponent(text.replaceAll('+', ' '))}`;
  } catch {
    return text;
  }
}
