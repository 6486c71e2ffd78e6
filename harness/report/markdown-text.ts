/**
 * Words of others in Markdown: recipes, tests and errors name themselves, and a name may be anything. None of it becomes markup, a link,
 * a mention or a reference, wherever in a line it stands, cells of a table included.
 */

/** More of one text than this nobody reads in a comment or a table. */
const mostLetters = 300;

/** Nothing is shown for it, and nothing breaks there: forges look for mentions and links in what is shown, which no backslash prevents. */
const joiner = '\u2060';

/** Text of one line. Longer ones are cut, with an ellipsis. */
export function markdownText(text: string, most = mostLetters): string {
  return inOneLine(text, most)
    .replace(/(?<=\S)@/g, `${joiner}$&`)
    .replace(/@|[#!](?=\d)|\bwww(?=\.)|:(?=\/\/)|\b(?:mailto|xmpp):|\[(?=\[)/gi, `$&${joiner}`)
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('|', '&#124;')
    .replace(/[\\`*_[\]~$^{}]/g, '\\$&')
    .replace(/^(?:[-+=#]|\d+(?=[.)]))/, begin => /^\d/.test(begin) ? `${begin}\\` : `\\${begin}`);
}

/** The same in letters of one width: a name, a file, a commit. */
export function markdownCode(text: string, most = mostLetters): string {
  const line = inOneLine(text, most);
  return line === '' || /[`|\\]/.test(line) ? markdownText(line, most) : `\`${line}\``;
}

/** A link, where `address` is one of http or https; else its words alone. */
export function markdownLink(words: string, address: string | null | undefined): string {
  const shown = markdownText(words);
  if (address === null || address === undefined || !URL.canParse(address)) return shown;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return shown;
  return `[${shown}](${url.href.replace(/[()<>|\\`*_[\]]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

/** Without line ends, control characters and what turns the direction of letters; whole letters only. */
function inOneLine(text: string, most: number): string {
  // The first cut spares a huge text the work; the second counts letters.
  const begin = text.slice(0, 2 * most + 2);
  const letters = [...begin.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replace(/[\p{Cf}]/gu, '').trim()];
  return letters.length > most || begin.length < text.length ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}
