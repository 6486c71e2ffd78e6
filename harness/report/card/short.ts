/** Words of others on a card: one line of whole letters, no longer than there is room for. */

/** A letter may carry any number of marks above and below it; beyond these they run over what is drawn around. */
const mostUnitsOfALetter = 8;

/** Without line ends, control characters, what turns the direction of writing, and what takes no room. Longer ones are cut, with an ellipsis. */
export function short(text: string, most: number): string {
  // The first cut spares a huge text the work; the second counts letters as a reader does.
  const begin = text.slice(0, mostUnitsOfALetter * most + 1);
  const line = begin.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '').trim();
  const letters = Array.from(new Intl.Segmenter('en').segment(line), ({ segment }) => segment.slice(0, mostUnitsOfALetter).toWellFormed());
  const isCut = letters.length > most || begin.length < text.length;
  return isCut ? `${letters.slice(0, most - 1).join('').trimEnd()}…` : letters.join('');
}

/** The first line of a message: what follows is detail. */
export function firstLine(text: string): string {
  return /[^\r\n]+/.exec(text.slice(0, 10_000))?.[0] ?? '';
}
