/** Where the time of each deploy went: bars for the eye, and the same as a table. */
import type { Results } from '../report/results-schema.ts';
import { html, type Markup } from './markup.ts';
import { Told } from './marks.ts';
import { took } from './spoken.ts';

type Stage = Pick<Results['stages'][number], 'stage' | 'durationMs' | 'waits'>;

const waits = ['pull', 'schedule', 'start', 'health', 'app', 'ingress'] as const;
const meanings = {
  pull: 'images are brought', schedule: 'swarm makes the task', start: 'the container begins', health: "the health check's rhythm", app: 'the app itself', ingress: 'until the ingress answers',
} as const;

/** @param usual the middle of earlier runs, by stage, where there is one */
export function StageBars({ stages, usual }: { stages: readonly Stage[]; usual?: ReadonlyMap<string, number> }): Markup {
  const longest = Math.max(1, ...stages.map(stage => stage.durationMs));
  return html`<div class="stages">
    <ul class="legend" aria-hidden="true">${waits.map(wait => html`<li><span class=${`swatch wait-${wait}`}></span>${wait}</li>`)}</ul>
    <div class="bars" aria-hidden="true">${stages.map(stage => html`<span>${stage.stage}</span>${Bar({ stage, longest })}<span class="figure">${took(stage.durationMs)}</span>`)}</div>
    <div class="scroll" tabindex="0" role="region" aria-label="Time by stage"><table>
      <thead><tr><th scope="col">Stage</th>${waits.map(wait => html`<th scope="col" class="figure" title=${meanings[wait]}>${wait}</th>`)}<th scope="col" class="figure">in all</th>${usual && html`<th scope="col" class="figure">usually</th>`}</tr></thead>
      <tbody>${stages.map(({ stage, durationMs, waits: told }) => html`<tr><th scope="row">${Told({ text: stage })}</th>${waits.map(wait => html`<td class="figure">${told === null ? '–' : took(told[wait])}</td>`)}<td class="figure">${took(durationMs)}</td>${usual && html`<td class="figure">${usual.has(stage) ? took(usual.get(stage) ?? 0) : '–'}</td>`}</tr>`)}</tbody>
    </table></div>
  </div>`;
}

function Bar({ stage: { durationMs, waits: told }, longest }: { stage: Stage; longest: number }): Markup {
  let at = 0;
  const rects = told === null ? [{ wait: 'unknown', width: durationMs }] : waits.map(wait => ({ wait, width: told[wait] }));
  return html`<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none">${rects.map(({ wait, width }) => {
    const from = at;
    at += Math.min(1_000 - at, width / longest * 1_000);
    return html`<rect class=${`wait-${wait}`} x=${from.toFixed(1)} width=${(at - from).toFixed(1)} height="12" />`;
  })}</svg>`;
}
