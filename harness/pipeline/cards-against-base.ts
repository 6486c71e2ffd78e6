/** The cards of a build, drawn again once it is known what they are compared with: the run itself knows of no other branch. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../forge/outcome.ts';
import type { Progress } from '../progress.ts';
import { cardFiles } from '../report/card/card-files.ts';
import type { Card, drawCards } from '../report/card/draw.ts';
import type { Results } from '../report/results-schema.ts';

export interface CardsAgainstBaseInit {
  readonly base: ReadonlyMap<string, Results>;
  /** Holds a folder for each recipe. */
  readonly artefacts: string;
  readonly progress: Progress;
  /** Brought where there is something to draw: a browser comes with it. */
  readonly draw?: typeof drawCards;
}

/** Only those that the run has drawn; what cannot be drawn is a line, and the pull request has no card. */
export async function drawAgainstBase(outcomes: readonly Outcome[], { base, artefacts, progress, draw }: CardsAgainstBaseInit): Promise<void> {
  const cards = outcomes.flatMap((outcome): Card[] => {
    const folder = join(artefacts, outcome.recipe);
    const before = base.get(outcome.recipe);
    if (!('results' in outcome) || before === undefined || !existsSync(join(folder, cardFiles.light))) return [];
    return [{ results: outcome.results, folder, base: before }];
  });
  if (cards.length === 0) return;
  const { trouble } = await (draw ?? (await import('../report/card/draw.ts')).drawCards)(cards);
  for (const line of trouble) progress.note(line);
}
