/** The ladder of one run: each rung with its state in words, and why it is not a pass. */
import { levelMeanings } from '../report/level/rungs.ts';
import type { Results } from '../report/results-schema.ts';
import { html, type Markup } from './markup.ts';
import { begun } from './spoken.ts';

type Rungs = NonNullable<Results['level']>['rungs'];

const words = { pass: 'passed', fail: 'failed', structural: 'has none', declared: 'declared', unverified: 'not shown' } as const;

export function RungList({ rungs, heldBy }: { rungs: Rungs; heldBy: string | null }): Markup {
  return html`<ol class="rungs">${rungs.map(({ name, status, reason }, place) => html`
    <li class=${`rung rung-${status}${name === heldBy ? ' holds' : ''}`}>
      <strong>${place + 1} ${name}</strong> <span class="state">${words[status]}${name === heldBy ? ', holds the level' : ''}</span>
      <bdi class="why">${reason === '' ? levelMeanings[place + 1] : begun(reason, 600)}</bdi>
    </li>`)}</ol>`;
}
