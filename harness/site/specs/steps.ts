/** What a test did, in its own words: a list in a list. */
import type { Results } from '../../report/results-schema.ts';
import { Told } from '../marks.ts';
import { html, type Markup } from '../markup.ts';
import { took } from '../spoken.ts';

type Step = Results['tests'][number]['steps'][number];

interface Nested {
  readonly step: Step;
  readonly parts: Step[];
}

/** A results file may hold more than a run writes. */
const most = 200;

/** What takes less is told by its place alone. */
const worthTelling = 100;

export function StepsOf({ steps }: { steps: readonly Step[] }): Markup {
  return html`<ol class="did">${nested(steps.slice(0, most)).map(({ step, parts }) => html`<li><${Line} step=${step} />${parts.length > 0 && html`<ol>${parts.map(part => html`<li><${Line} step=${part} /></li>`)}</ol>`}</li>`)}</ol>`;
}

/** A part before any step stands for itself. */
export function nested(steps: readonly Step[]): Nested[] {
  const found: Nested[] = [];
  for (const step of steps) {
    const whole = step.depth === 0 ? undefined : found.at(-1);
    if (whole === undefined) found.push({ step, parts: [] });
    else whole.parts.push(step);
  }
  return found;
}

function Line({ step: { title, durationMs, failed } }: { step: Step }): Markup {
  return html`${failed === true && html`<strong class="outcome-failed">failed: </strong>`}<${Told} text=${title} most=${300} />${durationMs >= worthTelling && html` <span class="time">${took(durationMs)}</span>`}`;
}
