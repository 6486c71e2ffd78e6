/** Tables with heavy box lines, and the JSON that `-m` prints in their place. */
import { print } from './log.ts';
import { requireTerminal } from './terminal.ts';

/** Emoji such as the tick of `recipe lint` take two columns of a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  return columns;
}

function padded(text: string, columns: number): string {
  return ` ${text}${' '.repeat(columns - width(text))} `;
}

/** Draws a table; it never wraps, however narrow the terminal is. */
export function drawTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = headers.map((header, index) =>
    Math.max(width(header), ...rows.map((row) => width(row[index] ?? ''))),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + columns.map((column) => '━'.repeat(column + 2)).join(middle) + right;
  const line = (cells: readonly string[]): string =>
    `┃${columns.map((column, index) => padded(cells[index] ?? '', column)).join('┃')}┃`;
  return [rule('┏', '┳', '┓'), line(headers), rule('┣', '╋', '┫'), ...rows.map(line), rule('┗', '┻', '┛')].join('\n');
}

/** Prints rows as a table, which needs a terminal, or as a JSON array of objects keyed by the lower-case headers. */
export function printRows(headers: readonly string[], rows: readonly (readonly string[])[], machine: boolean): void {
  if (machine) {
    const objects = rows.map((row) =>
      Object.fromEntries(headers.map((header, index) => [header.toLowerCase(), row[index] ?? ''])),
    );
    print(JSON.stringify(objects));
    return;
  }
  requireTerminal();
  print(drawTable(headers, rows));
}
