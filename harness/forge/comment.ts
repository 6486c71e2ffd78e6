/** What a maintainer reads under a pull request: a stub until the next commit. */
import { markdownText } from '../report/markdown-text.ts';
import type { Results } from '../report/results-schema.ts';
import type { Outcome } from './outcome.ts';

export interface CommentMore {
  /** Of each recipe, the results of the base branch. */
  readonly base?: ReadonlyMap<string, Results> | undefined;
  readonly links: { readonly report?: string | null | undefined; readonly build?: string | null | undefined };
  readonly cardUrl?: ((recipe: string) => string | null | undefined) | undefined;
}

export function commentText(outcomes: readonly Outcome[], _more: CommentMore): string {
  return outcomes.map(outcome => `${markdownText(outcome.recipe)}: ${'results' in outcome ? outcome.results.verdict : markdownText(outcome.unreadable)}`).join('\n');
}
