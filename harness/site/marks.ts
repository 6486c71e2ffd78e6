/** The small things that every page shows: a level, a verdict, a moment, a commit. */
import { meaningOf } from '../report/level/rungs.ts';
import type { Results } from '../report/results-schema.ts';
import { html, type Markup } from './markup.ts';
import { webAddress } from './links.ts';
import { ago, begun, exactly } from './spoken.ts';

type Rungs = NonNullable<Results['level']>['rungs'];

/** A number with its colour, beside the words for it: colour alone says nothing. */
export function LevelMark({ level, words = false, rungs }: { level: number | null; words?: boolean; rungs?: Rungs | undefined }): Markup {
  const meaning = level === null ? 'level unknown' : meaningOf(level, rungs);
  return html`<span class=${`level level-${level ?? 'unknown'}`}><span class="number">${level === null ? html`<span aria-hidden="true">?</span><span class="unseen">level unknown</span>` : html`<span class="unseen">level </span>${level}`}</span>${words && html`<span class="meaning">${meaning}</span>`}</span>`;
}

const verdictSigns = { green: '✓', red: '✗', unverified: '?', unproven: '–' } as const;
const faultWords = { recipe: "the recipe's fault", user: "the user's fault", environment: "the environment's fault", harness: "the harness's fault" } as const;

export function VerdictMark({ verdict, fault = null }: { verdict: Results['verdict']; fault?: Results['fault'] }): Markup {
  return html`<span class=${`verdict verdict-${verdict}`}><span class="sign" aria-hidden="true">${verdictSigns[verdict]}</span>${verdict}</span>${fault !== null && html`<span class="fault">, ${faultWords[fault]}</span>`}`;
}

/** A moment: how long ago it was when the page was built, which the script keeps true, and exactly. */
export function Moment({ at, now, exact = false }: { at: Date; now: Date; exact?: boolean }): Markup {
  return html`<time datetime=${at.toISOString()} title=${exact ? undefined : exactly(at)} data-age=${exact ? undefined : ''}>${exact ? exactly(at) : ago(at, now)}</time>`;
}

export function Commit({ commit }: { commit: string | null }): Markup {
  return commit === null ? html`<span class="unknown">unknown</span>` : html`<code class="commit" title=${begun(commit, 64)} dir="auto">${commit.slice(0, 10).toWellFormed()}</code>`;
}

/** What a results file calls a link: one only if it leads to the web, else the text of it. */
export function Outward({ address, label }: { address: string; label: string }): Markup {
  const href = webAddress(address);
  return href === undefined ? html`<bdi class="nolink">${begun(address, 200)}</bdi>` : html`<a href=${href} rel="noreferrer noopener"><bdi>${begun(label, 200)}</bdi></a>`;
}

/** A text of others: it cannot turn the page around it to its own direction, and has an end. */
export function Told({ text, most = 2_000 }: { text: string; most?: number }): Markup {
  return html`<bdi>${begun(text, most)}</bdi>`;
}
