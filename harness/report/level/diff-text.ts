/** What `recipe-harness level diff` prints: a line a recipe, and below it what each word of it stands for. */
import type { Results } from '../results-schema.ts';
import { differenceOf, inWords, type Difference } from './diff.ts';

export interface RecipeDifference extends Difference {
  readonly recipe: string;
  readonly words: string;
}

export interface Compared {
  readonly differences: readonly RecipeDifference[];
  /** Recipes of which only one side has results. */
  readonly onlyBefore: readonly string[];
  readonly onlyNow: readonly string[];
}

export function compare(before: ReadonlyMap<string, Results>, now: ReadonlyMap<string, Results>): Compared {
  return {
    differences: [...now].flatMap(([recipe, results]) => {
      const base = before.get(recipe);
      if (base === undefined) return [];
      const difference = differenceOf(base, results);
      return [{ recipe, words: inWords(difference), ...difference }];
    }),
    onlyBefore: [...before.keys()].filter(recipe => !now.has(recipe)),
    onlyNow: [...now.keys()].filter(recipe => !before.has(recipe)),
  };
}

export function comparedText({ differences, onlyBefore, onlyNow }: Compared): string {
  const lines = [
    ...differences.flatMap(linesOf),
    ...onlyBefore.map(recipe => `${printable(recipe)}: has no results any more`),
    ...onlyNow.map(recipe => `${printable(recipe)}: had no results before`),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ recipe, words, rungs, tests, commit }: RecipeDifference): string[] {
  const short = (sha: string | null): string => sha === null ? 'unknown' : printable(sha).slice(0, 10);
  return [
    `${printable(recipe)}: ${words}`,
    ...(commit.from === commit.to ? [] : [`    commit ${short(commit.from)} → ${short(commit.to)}`]),
    ...rungs.map(({ name, from, to }) => `    ${name}: ${from ?? 'unknown'} → ${to ?? 'unknown'}`),
    ...tests.nowFailing.map(title => `  x ${printable(title)}`),
    ...tests.nowPassing.map(title => `  ✓ ${printable(title)}`),
    ...tests.added.map(title => `  + ${printable(title)}`),
    ...tests.removed.map(title => `  - ${printable(title)}`),
  ];
}

/** Results may come from anybody: nothing in them moves the cursor or turns the reading direction. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
}
