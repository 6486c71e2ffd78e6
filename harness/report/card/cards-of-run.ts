/** The cards of a run that was whole: of what it has written down, once secrets are masked there. */
import path from 'node:path';
import { readResults } from '../read-results.ts';
import type { Results } from '../results-schema.ts';
import { forgetCards } from './card-files.ts';
import type { Card, Drawn } from './draw.ts';

/**
 * Draws a card for each recipe of which something was deployed. It changes nothing that was judged: what cannot be drawn is told.
 * @param files the results.json of each recipe
 */
export async function cardsOfRun(files: readonly string[]): Promise<Drawn> {
  const cards: Card[] = [];
  const trouble: string[] = [];
  try {
    for (const file of files) {
      const [folder, read] = [path.dirname(file), readResults(file)];
      forgetCards(folder);
      if ('unreadable' in read) trouble.push(`No card was drawn from ${file}: ${read.unreadable}.`);
      else if (wasDeployed(read.results)) cards.push({ results: read.results, folder });
    }
    if (cards.length === 0) return { files: new Map(), trouble };
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
