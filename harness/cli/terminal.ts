/** What a command tells while it works: lines on standard error, so that standard output stays for its answer. */
import type { Progress } from '../progress.ts';

export function terminalProgress(write: (line: string) => void = line => void process.stderr.write(`${line}\n`)): Progress {
  return {
    step: (title, body) => {
      write(title);
      return body();
    },
    note: line => write(`  ${line}`),
    attach: async () => undefined,
  };
}

/** Columns, as wide as their longest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? [];
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
