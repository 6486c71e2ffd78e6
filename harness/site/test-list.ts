/** The tests of a run, what went wrong first; steps and evidence fold out. */
import type { Results } from '../report/results-schema.ts';
import { html, type Markup } from './markup.ts';
import { Told } from './marks.ts';
import { begun, count, took } from './spoken.ts';

type Test = Results['tests'][number];

const order = ['failed', 'unverified', 'passed', 'not applicable'] as const satisfies readonly Test['status'][];
const most = 500;

export function TestList({ tests }: { tests: readonly Test[] }): Markup {
  if (tests.length === 0) return html`<p>No test ran.</p>`;
  const sorted = order.flatMap(status => tests.filter(test => test.status === status));
  const tally = order.flatMap(status => tests.some(test => test.status === status) ? `${tests.filter(test => test.status === status).length} ${status}` : []);
  return html`<p>${tally.join(', ')}.</p>
    <ul class="tests">${sorted.slice(0, most).map(test => html`${OneTest({ test })}`)}</ul>
    ${sorted.length > most && html`<p>${sorted.length - most} more.</p>`}`;
}

function OneTest({ test }: { test: Test }): Markup {
  const { title, status, durationMs, flaky, problem, reason } = test;
  return html`<li class=${`test test-${status.replace(' ', '-')}`}><details open=${status === 'failed'}>
    <summary><bdi class="title">${begun(title, 300)}</bdi><span class="after">${flaky ? 'flaky, ' : ''}${status}, ${took(durationMs)}</span></summary>
    ${problem && html`<div class="problem"><p><code>${Told({ text: problem.code, most: 80 })}</code> ${Told({ text: problem.message })}</p>${problem.wayOut && html`<p class="wayout">Way out: ${Told({ text: problem.wayOut })}</p>`}</div>`}
    ${reason && html`<p>${Told({ text: reason, most: 600 })}</p>`}
    <p class="file">${Told({ text: `${test.file} ${test.tags.join(' ')}`, most: 300 })}${test.evidence && `. ${evidenceInWords(test.evidence)}`}</p>
    ${test.steps.length > 0 && html`<pre class="steps">${stepsText(test.steps)}</pre>`}
  </details></li>`;
}

function evidenceInWords({ state, status, constant }: NonNullable<Test['evidence']>): string {
  const parts = [state > 0 ? `${state} of what the app keeps or makes` : '', status > 0 ? `${status} of its answering` : '', constant > 0 ? `${constant} of nothing` : ''].filter(Boolean);
  return parts.length === 0 ? 'It asserts nothing.' : `${count(state + status + constant, 'assertion')}: ${parts.join(', ')}.`;
}

/** One line each, those within another one indented. */
function stepsText(steps: Test['steps']): string {
  return steps.slice(0, 200).map(({ title, durationMs, depth, failed }) => `${'  '.repeat(depth)}${failed ? '✗ ' : ''}${begun(title, 300).replaceAll('\n', ' ')}  ${took(durationMs)}`).join('\n');
}
