/** Values for secrets: characters of an alphabet, or a passphrase where no length is asked for. */
import { randomInt } from 'node:crypto';

const alphabets: Record<string, string> = {
  default: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  special: '!@#$%^&*_-+=',
  hex: '0123456789abcdef',
  numeric: '0123456789',
};

/** A value of `length` characters; `charset` is a comma list, `safespecial` being what no shell touches. */
export function randomValue(length: number, charset = 'default'): string {
  const named = { ...alphabets, safespecial: '@%_-+=' } as Record<string, string>;
  const alphabet = charset.split(',').map((name) => named[name] ?? '').join('') || (alphabets['default'] ?? '');
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Six words of two syllables each: 50 bits and more, and a person can read it out. */
export function passphrase(): string {
  const pick = (text: string): string => text[randomInt(text.length)] ?? '';
  const syllable = (): string => pick('bdfghjklmnprstvz') + pick('aeiou') + pick('lmnrst');
  return Array.from({ length: 6 }, () => syllable() + syllable()).join('-');
}
