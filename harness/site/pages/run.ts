/** recipes/<recipe>/runs/<id>.html: one run, told whole. There are thousands of them: each is made of few elements. */
import { whyNoLevel } from '../../report/level/level-shown.ts';
import { pageText } from '../layout.ts';
import { recipePage, runPage } from '../links.ts';
import { html, type Child, type Markup } from '../markup.ts';
import { Commit, LevelMark, Moment, Outward, Told, VerdictMark } from '../marks.ts';
import type { Results } from '../../report/results-schema.ts';
import type { Run } from '../read-folder.ts';
import { resourceFacts } from '../resource-facts.ts';
import { RungList } from '../rung-list.ts';
import { count, onDay, took } from '../spoken.ts';
import { StageBars } from '../stage-bars.ts';
import { TestList } from '../test-list.ts';

export function runText(recipe: string, results: Results, run: Run, builtAt: Date): string {
  const { problems, notRun, declared, build, versions, narrowedBy, stages, lint } = results;
  const doubt = whyNoLevel(results);
  const lead = html`<p class="standing">${run.partial ? html`<span class="tag">narrowed</span>` : html`${LevelMark({ level: run.level, rungs: results.level?.rungs, words: true })}`}</p>
    <p>${VerdictMark({ verdict: run.verdict, fault: run.fault })}, ${Moment({ at: run.startedAt, now: builtAt, exact: true })}, took ${took(run.durationMs)}, ${Commit({ commit: run.commit })}${run.cold ? ', cold' : ', with what was kept or warm'}</p>
    ${run.partial && html`<p class="warning">Narrowed by ${Told({ text: narrowedBy.join(', '), most: 300 })}: it says nothing of a level.</p>`}
    ${!run.partial && doubt !== null && html`<p class="warning">Its level is not known: ${Told({ text: doubt, most: 300 })}.</p>`}
    ${build && html`<p>${build.service}: ${build.link === null ? html`${Told({ text: build.repository, most: 200 })}` : html`${Outward({ address: build.link, label: build.repository })}`}${build.pullRequest === null ? '' : `, pull request ${build.pullRequest}`}${build.branch === null ? '' : html`, branch ${Told({ text: build.branch, most: 100 })}`}</p>`}`;
  const findings = [...lint.recipe ?? [], ...(lint.overlay ?? []).map(({ rule, message, file, line }) => ({ rule, message: `${message} (${file}:${line})` }))];
  const body = html`
    ${problems.length > 0 && html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2>${capped(problems, problem => html`${Problem({ problem })}`)}</section>`}
    <section aria-labelledby="tests"><h2 id="tests">Tests</h2>${TestList({ tests: results.tests })}</section>
    ${!run.partial && results.level && html`<section aria-labelledby="ladder"><h2 id="ladder">Ladder</h2>${RungList({ rungs: results.level.rungs, heldBy: results.level.heldBy?.rung ?? null })}</section>`}
    ${stages.length > 0 && html`<section aria-labelledby="times"><h2 id="times">Where the time went</h2>${StageBars({ stages: stages.slice(0, 20) })}</section>`}
    ${findings.length > 0 && html`<section aria-labelledby="lint"><h2 id="lint">Lint</h2><ul class="plain">${capped(findings, ({ rule, message }) => html`<li><code>${Told({ text: rule, most: 100 })}</code> ${Told({ text: message, most: 600 })}</li>`)}</ul></section>`}
    ${notRun.length > 0 && html`<section aria-labelledby="notrun"><h2 id="notrun">Not run</h2><ul class="plain">${capped(notRun, ({ what, why, wayOut }) => html`<li><strong>${Told({ text: what, most: 200 })}</strong>: ${Told({ text: why })} <span class="wayout">Way out: ${Told({ text: wayOut })}</span></li>`)}</ul></section>`}
    ${declared.length > 0 && html`<section aria-labelledby="declared"><h2 id="declared">Declared as not run</h2><ul class="plain">${capped(declared, ({ rung, blocker, coveredBy, decidedBy, decidedOn }) => html`<li><strong>${Told({ text: rung, most: 60 })}</strong>: ${Told({ text: `${blocker}; covered by ${coveredBy}; decided by ${decidedBy} on ${decidedOn}` })}</li>`)}</ul></section>`}
    <section aria-labelledby="facts"><h2 id="facts">Facts</h2><dl class="facts">${[...resourceFacts(results), ['Versions', html`${Told({ text: Object.entries(versions).flatMap(([name, version]) => version === null ? [] : `${name} ${version}`).join(', '), most: 400 })}`]].map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl></section>`;
  return pageText({
    path: runPage(recipe, run.id), title: `${recipe}, ${onDay(run.startedAt)}`, above: [{ label: 'Recipes', path: 'index.html' }, { label: recipe, path: recipePage(recipe) }], lead, body, builtAt,
  });
}

const most = 200;

/** No file makes a page without an end. */
function capped<T>(all: readonly T[], one: (each: T) => Child): Child {
  return all.length <= most ? all.map(one) : [...all.slice(0, most).map(one), html`<p>${count(all.length - most, 'more', 'more')}</p>`];
}

function Problem({ problem: { code, message, wayOut } }: { problem: Results['problems'][number] }): Markup {
  return html`<div class="problem"><p><code>${Told({ text: code, most: 80 })}</code> ${Told({ text: message })}</p>${wayOut && html`<p class="wayout">Way out: ${Told({ text: wayOut })}</p>`}</div>`;
}
