/** `recipe ls`: the catalogue. */
import { printRows } from '../output/table.ts';
import type { Session } from '../session.ts';
import { readCatalogue } from './catalogue.ts';

export async function listRecipes(session: Session, flags: { machine?: boolean; pattern?: string }): Promise<void> {
  const entries = Object.values(await readCatalogue(session.abraDir));
  const shown = entries.filter((entry) => flags.pattern === undefined || entry.name.includes(flags.pattern));
  const rows = shown
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => [entry.name, entry.category, entry.description, Object.keys(entry.versions.at(-1) ?? {})[0] ?? '']);
  printRows(['NAME', 'CATEGORY', 'DESCRIPTION', 'NEWEST VERSION'], rows, flags.machine === true);
}
