/** A recipe's level over its runs, as a line in steps, with its words. */
import { html, type Markup } from './markup.ts';
import { othersWithout } from './level-history.ts';
import type { Run } from './read-folder.ts';
import { count } from './spoken.ts';

const top = 7;

/** Small, for a card. */
export function Sparkline({ runs }: { runs: readonly Run[] }): Markup {
  return html`<${Steps} runs=${runs.slice(-24)} width=${120} height=${30} name="spark" />`;
}

/** Wide, for a page of its own recipe. */
export function LevelChart({ runs }: { runs: readonly Run[] }): Markup {
  return html`<${Steps} runs=${runs} width=${960} height=${140} name="chart" grid />`;
}

interface StepsProps { runs: readonly Run[]; width: number; height: number; name: string; grid?: boolean }

function Steps({ runs, width, height, name, grid = false }: StepsProps): Markup {
  const edge = grid ? 22 : 3;
  const x = (place: number): number => round(edge + place / Math.max(1, runs.length) * (width - edge - 3));
  const y = (level: number): number => round(height - 3 - level / top * (height - 6));
  let path = '';
  let drawn: number | undefined;
  for (const [place, { level }] of runs.entries()) {
    if (level !== null) path += drawn === undefined ? `M${x(place)} ${y(level)}` : level === drawn ? '' : `H${x(place)}V${y(level)}`;
    if (level !== null && (runs[place + 1]?.level ?? null) === null) path += `H${x(place + 1)}`;
    drawn = level ?? undefined;
  }
  const last = runs.at(-1)?.level ?? null;
  return html`<svg class=${name} viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${inWords(runs)}>
    ${grid ? [0, 1, 2, 3, 4, 5, 6, 7].map(level => html`<line class="rule" x1=${edge} x2=${width} y1=${y(level)} y2=${y(level)} /><text x="4" y=${y(level) + 4}>${level}</text>`)
      : html`<line class="rule" x1="3" x2=${width - 3} y1=${y(0)} y2=${y(0)} />`}
    <path d=${path} />
    ${last !== null && html`<circle cx=${x(runs.length)} cy=${y(last)} r="2.6" />`}
  </svg>`;
}

export function inWords(runs: readonly Run[]): string {
  const known = runs.flatMap(run => run.level ?? []);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return 'No level is known of any run';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const all = count(runs.length, 'whole run');
  const of = known.length === runs.length ? `over the last ${all}` : `in ${known.length} of the last ${all}`;
  return `${least === most ? `Level ${last} ${of}` : `Level from ${first} to ${last} ${of}, between ${least} and ${most}`}${othersWithout(runs.length - known.length)}`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
