/** Words from a recipe's files, which a stranger wrote, as they may stand in a line of a comment or on a terminal. */

/** One line, of characters that end no line and move no cursor, cut where it grows long. */
export function inAComment(text: string, most = 140): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** Names one after the other; `none` where there are none. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : inAComment(names.join(', '), 300);
}
