/** The cards of a run that was whole: of what it has written down, once secrets are masked there. */
import path from 'node:path';
import { readResults } from '../read-results.ts';
import type { Results } from '../results-schema.ts';
import { forgetCards } from './card-files.ts';
import type { Card, Drawn } from './draw.ts';

/**
 * Draws a card for each recipe of which something was deployed. It changes nothing that was judged: what cannot be drawn is told.
 * @param files the results.json of each recipe
 * @param draw false where somebody waits for the end: then earlier cards go, and none comes
 */
export async function cardsOfRun(files: readonly string[], { draw = true }: { draw?: boolean } = {}): Promise<Drawn> {
  const cards: Card[] = [];
  const trouble: string[] = [];
  for (const file of files) {
    try {
      const folder = path.dirname(file);
      forgetCards(folder);
      if (!draw) continue;
      const read = readResults(file);
      if ('unreadable' in read) trouble.push(`No card was drawn from ${file}: ${read.unreadable}.`);
      else if (wasDeployed(read.results)) cards.push({ results: read.results, folder });
    } catch (error) {
      trouble.push(`No card was drawn from ${file}: ${String(error).slice(0, 300)}`);
    }
  }
  if (cards.length === 0) return { files: new Map(), trouble };
  try {
    // A run without cards has no use for a browser.
    const { drawCards } = await import('./draw.ts');
    const drawn = await drawCards(cards);
    return { files: drawn.files, trouble: [...trouble, ...drawn.trouble] };
  } catch (error) {
    return { files: new Map(), trouble: [...trouble, `The cards could not be drawn: ${String(error).slice(0, 300)}`] };
  }
}

function wasDeployed({ partial, underTest, stages, memory, versions }: Results): boolean {
  return !partial && underTest !== null && (stages.length > 0 || memory !== null || versions.engine !== null);
}
