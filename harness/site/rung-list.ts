/** The ladder of one run: each rung with its state in words, and why it is not a pass. */
import { levelMeanings } from '../report/level/rungs.ts';
import type { Results } from '../report/results-schema.ts';
import { html, type Markup } from './markup.ts';
import { Told } from './marks.ts';

type Rungs = NonNullable<Results['level']>['rungs'];

const signs = { pass: '✓', fail: '✗', structural: '○', declared: '▽', unverified: '?' } as const;
const words = { pass: 'passed', fail: 'failed', structural: 'has none', declared: 'declared', unverified: 'not shown' } as const;

export function RungList({ rungs, heldBy }: { rungs: Rungs; heldBy: string | null }): Markup {
  return html`<ol class="rungs">${rungs.map(({ name, status, reason }, place) => html`
    <li class=${`rung rung-${status}${name === heldBy ? ' holds' : ''}`}>
      <span class="sign" aria-hidden="true">${signs[status]}</span>
      <span class="what"><strong>${place + 1} ${name}</strong> <span class="state">${words[status]}${name === heldBy ? ', holds the level' : ''}</span>
        <span class="why">${reason === '' ? levelMeanings[place + 1] : html`<${Told} text=${reason} most=${600} />`}</span></span>
    </li>`)}</ol>`;
}
