/** Given a text through which colours run, when secrets are looked for, then they are found and replaced as if there were none. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ColouredText, isColoured } from '../../../harness/run/coloured-text.ts';

const [red, off] = ['\u001b[31;1m', '\u001b[0m'];
const replaced = (text: string, ...forms: string[]) => new ColouredText(text).replaced(forms.map((form, at) => ({ form, mark: `<${at}>` })));

test('colours are known by their codes', () => {
  expect(['\u001b[1m', '\\u001b[1m', '\\u001B[1m'].map(isColoured)).toEqual([true, true, true]);
  expect(['plain', '[1m', 'u001b[1m', '\u001b'].map(isColoured)).toEqual([false, false, false, false]);
});

test('the plain text is what is read', () => {
  expect(new ColouredText(`a${red}b${off}c\\u001b[7md`).plain).toBe('abcd');
  expect(new ColouredText('no colour').plain).toBe('no colour');
  expect(new ColouredText('').plain).toBe('');
});

describe('a form is replaced', () => {
  test.each([
    ['with the codes within it, and not those around it', `x ${red}ab${red}c${off} y`, ['abc'], `x ${red}<0>${off} y`],
    ['at the begin and at the end', `a${red}bcxabc`, ['abc'], '<0>x<0>'],
    ['as often as it stands there', `ab${off}c ab${off}c`, ['abc'], '<0> <0>'],
    ['where codes follow each other', `a${red}${off}${red}bc`, ['abc'], '<0>'],
    ['before one that overlaps it', `ab${red}cd`, ['abc', 'cd', 'd'], '<0><2>'],
    ['though it contains itself shifted', `aa${red}a`, ['aa'], `<0>${red}a`],
  ])('%s', (_what, text, forms, expected) => {
    expect(replaced(text, ...forms)).toBe(expected);
  });

  test('and what is not there leaves the text as it was', () => {
    const text = `ab${red}-c${off}\n`;
    expect(replaced(text, 'abc')).toBe(text);
  });
});

test('hundreds of tokens, each over a thousand characters long, are found in no time and little memory', () => {
  const tokens = Array.from({ length: 500 }, () => randomBytes(1_000).toString('base64url'));
  const text = tokens.map(token => `${token.slice(0, 700)}${red}${token.slice(700)}${off}\n`).join('');
  expect(replaced(text, ...tokens)).toBe(tokens.map((_token, at) => `<${at}>${off}\n`).join(''));
});
