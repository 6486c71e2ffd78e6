/** What a maintainer reads under a pull request: where the recipe stands, what has changed, the one thing to mend. Only then, folded, the rest. */
import { markdownCode, markdownLink, markdownText } from '../report/markdown-text.ts';
import type { Results } from '../report/results-schema.ts';
import { changed, failing, headline, rungsTable, toMend } from './comment-parts.ts';
import type { Outcome } from './outcome.ts';
import { webAddress } from './web-address.ts';

export interface CommentMore {
  /** Of each recipe, the results of the base branch. */
  readonly base?: ReadonlyMap<string, Results> | undefined;
  /** The base branch's name. */
  readonly baseName?: string | null | undefined;
  readonly links: { readonly report?: string | null | undefined; readonly build?: string | null | undefined };
  /** Where a recipe's card can be seen as a picture. */
  readonly cardUrl?: ((recipe: string) => string | null | undefined) | undefined;
}

/** Some forges refuse 65,536 bytes. Nobody reads as many; only results that mean harm come near. */
const mostBytes = 60_000;

/** How much is told, the fullest first: the first that fits is taken. The last does: each text in it has its own limit, and no letter takes more than seven bytes. */
const measures: readonly Measure[] = [
  { failing: 20, recipes: 100, rungs: true },
  { failing: 5, recipes: 100, rungs: true },
  { failing: 0, recipes: 50, rungs: false },
  { failing: 0, recipes: 5, rungs: false },
];

interface Measure { readonly failing: number; readonly recipes: number; readonly rungs: boolean }

/** Markdown. Nothing that stands in results becomes markup, a link, a picture or a mention. */
export function commentText(outcomes: readonly Outcome[], more: CommentMore): string {
  let text = '';
  for (const measure of measures) {
    text = `${blocks(outcomes, more, measure).filter(block => block !== '').join('\n\n')}\n`;
    if (Buffer.byteLength(text) <= mostBytes) return text;
  }
  return text;
}

function blocks(outcomes: readonly Outcome[], more: CommentMore, measure: Measure): string[] {
  const [one, ...others] = outcomes;
  if (one !== undefined && others.length === 0) return [...ofOne(one, more, measure), footer(outcomes, more)];
  const shown = outcomes.slice(0, measure.recipes);
  return [
    table(shown, more),
    ...(outcomes.length > shown.length ? [`${outcomes.length - shown.length} more recipes are in the report.`] : []),
    ...shown.filter(outcome => !('results' in outcome) || outcome.results.verdict !== 'green').flatMap(outcome => ofOne(outcome, { ...more, cardUrl: undefined }, { ...measure, rungs: false })),
    footer(outcomes, more),
  ];
}

function ofOne(outcome: Outcome, more: CommentMore, measure: Measure): string[] {
  const heading = `### ${markdownText(outcome.recipe, 80)}: ${headline(outcome)}`;
  if (!('results' in outcome)) return [heading, `There are no results to tell of: ${markdownText(outcome.unreadable)}.`];
  const { results } = outcome;
  return [
    heading,
    card(results, more),
    against(results, more),
    narrowed(results),
    toMend(results),
    measure.rungs ? rungsTable(results) : '',
    failing(results, measure.failing),
  ];
}

function table(outcomes: readonly Outcome[], more: CommentMore): string {
  const row = (outcome: Outcome): string => {
    const base = more.base?.get(outcome.recipe);
    const difference = 'results' in outcome && base !== undefined ? changed(base, outcome.results) : '';
    return `| ${markdownText(outcome.recipe, 80)} | ${headline(outcome)} | ${difference} |`;
  };
  return ['| recipe | stands | changed |', '|---|---|---|', ...outcomes.map(row)].join('\n');
}

function card({ recipe, partial }: Results, { cardUrl, links }: CommentMore): string {
  const url = webAddress(cardUrl?.(recipe));
  if (url === undefined || partial) return '';
  const picture = `!${markdownLink(`Card of ${recipe}`, url)}`;
  const report = webAddress(links.report ?? links.build);
  return report === undefined ? picture : markdownLink('', report).replace('[]', () => `[${picture}]`);
}

function against(results: Results, { base, baseName }: CommentMore): string {
  const before = base?.get(results.recipe);
  const name = baseName === null || baseName === undefined ? 'the base branch' : markdownCode(baseName, 80);
  return before === undefined ? `Of ${name} there are no results to compare with.` : `Against ${name}: **${changed(before, results)}**`;
}

function narrowed({ partial, narrowedBy }: Results): string {
  if (!partial) return '';
  const by = narrowedBy.slice(0, 3).map(what => markdownCode(what, 100)).join(', ');
  return `Only a part was run${by === '' ? '' : ` (${by})`}: it says nothing of the rest, and gives no level.`;
}

function footer(outcomes: readonly Outcome[], { links }: CommentMore): string {
  const [report, build] = [webAddress(links.report), webAddress(links.build)];
  const known = outcomes.flatMap(outcome => 'results' in outcome ? [outcome.results] : []);
  const commit = known.find(({ build: of }) => of?.commit)?.build?.commit;
  const seconds = Math.round(known.reduce((sum, { durationMs }) => sum + Math.max(0, durationMs), 0) / 1000);
  return [
    ...(report === undefined ? [] : [markdownLink('Report', report)]),
    ...(build === undefined ? [] : [markdownLink('Build', build)]),
    ...(commit === undefined || commit === null ? [] : [`commit ${markdownCode(commit.slice(0, 10))}`]),
    ...(known.length === 0 ? [] : [seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`]),
  ].join(' · ');
}
