/** How much of what was checked elsewhere is checked here: the rows of a recipe's PARITY page. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Results } from './results-schema.ts';

/** @returns null where the project has no page of that recipe */
export function parityOf(root: string, recipe: string): Results['parity'] {
  try {
    return parityIn(readFileSync(path.join(root, 'PARITY', `${recipe}.md`), 'utf8'));
  } catch {
    return null;
  }
}

/** Tables are of three columns, check, origin and here; a test is named as `file › title` in the last. */
export function parityIn(page: string): NonNullable<Results['parity']> {
  const lines = page.split('\n').map(line => line.trim());
  const rows = lines.filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1] ?? ''));
  return { checks: rows.length, here: rows.filter(row => /`[^`]+\.spec\.[cm]?[jt]sx?` › \S/.test(row.split('|').at(-2) ?? '')).length };
}

function isRule(line: string): boolean {
  return /^\|(\s*:?-+:?\s*\|)+$/.test(line);
}
