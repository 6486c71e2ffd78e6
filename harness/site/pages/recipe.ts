/** recipes/<recipe>/index.html: what became of one recipe, run by run. */
import { pageText } from '../layout.ts';
import { doubtOf } from '../doubt.ts';
import { LevelChart } from '../level-chart.ts';
import { flakesOf, levelChanges, noChangeIn, standsSince, wholeRuns } from '../level-history.ts';
import { linkTo, recipePage, runPage } from '../links.ts';
import { html, type Markup } from '../markup.ts';
import { Commit, LevelMark, Moment, Told, VerdictMark } from '../marks.ts';
import type { Recipe, Run } from '../read-folder.ts';
import { resourceFacts } from '../resource-facts.ts';
import type { RunDetails } from '../run-details.ts';
import { RungList } from '../rung-list.ts';
import { count, onDay, took } from '../spoken.ts';
import { StageBars } from '../stage-bars.ts';
import { UnreadList } from '../unread-list.ts';

export function recipeText(recipe: Recipe, details: readonly RunDetails[], builtAt: Date): string {
  const { name, newest, newestId, level } = recipe;
  const path = recipePage(name);
  const toRun = (run: Pick<Run, 'id'>): string => linkTo(path, runPage(name, run.id));
  const since = standsSince(level, recipe.runs);
  const lead = html`<p class="standing"><${LevelMark} level=${level} rungs=${newest?.level?.rungs} words />${since && html`<span class="since">since ${onDay(since.startedAt)}</span>`}</p>
    ${newest && newestId !== null && html`<p><${VerdictMark} verdict=${newest.verdict} fault=${newest.fault} />, <a href=${toRun({ id: newestId })}>newest whole run${recipe.levelUnknown !== null && ' that can be read'}</a> <${Moment} at=${new Date(newest.startedAt)} now=${builtAt} /></p>`}
    ${level === null && html`<p class="warning">Its level is not known: <${Told} text=${doubtOf(recipe) ?? 'its newest whole run says nothing of one'} most=${300} />.</p>`}`;
  const whole = wholeRuns(recipe.runs);
  const body = html`
    ${newest && html`<div class="columns">
      <section aria-labelledby="ladder"><h2 id="ladder">Where it stands</h2>${newest.level ? html`<${RungList} rungs=${newest.level.rungs} heldBy=${newest.level.heldBy?.rung ?? null} />` : html`<p>Its newest whole run says nothing of a level.</p>`}</section>
      <section aria-labelledby="facts"><h2 id="facts">The app</h2>
        ${recipe.picture && html`<img class="shot" src=${linkTo(path, `recipes/${name}/${recipe.picture}`)} alt=${`${name}, as its newest whole run saw it`} loading="lazy" width="640" height="400" />`}
        <dl class="facts">${resourceFacts(newest).map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl></section>
    </div>`}
    ${whole.length > 1 && html`<section aria-labelledby="levels"><h2 id="levels">Level over time</h2><div class="plot" tabindex="0" role="region" aria-label="Chart of levels"><${LevelChart} runs=${whole} /></div><${Changes} runs=${recipe.runs} toRun=${toRun} /></section>`}
    ${newest && newest.stages.length > 0 && html`<section aria-labelledby="times"><h2 id="times">Where the time goes</h2><${StageBars} stages=${newest.stages} usual=${usualTimes(details)} /></section>`}
    <${Flakes} details=${details} toRun=${toRun} />
    <${History} runs=${recipe.runs} toRun=${toRun} builtAt=${builtAt} />
    <${Badge} recipe=${recipe} path=${path} />
    <${UnreadList} unreadable=${recipe.unreadable} />`;
  return pageText({ path, title: name, above: [{ label: 'Recipes', path: 'index.html' }], lead, body, builtAt });
}

interface Runs { runs: readonly Run[]; toRun: (run: Run) => string }

const mostChanges = 30;

function Changes({ runs, toRun }: Runs): Markup {
  const changes = levelChanges(runs);
  if (changes.length === 0) return html`<p>${noChangeIn(runs)}</p>`;
  return html`<details class="more" open=${changes.length <= 8}><summary>${count(changes.length, 'change')} of level</summary><ul class="changes">${changes.slice(0, mostChanges).map(({ from, to, run }) => html`
    <li><span class=${to > from ? 'rise' : 'fall'}><${LevelMark} level=${from} /> <span aria-hidden="true">→</span><span class="unseen"> to </span> <${LevelMark} level=${to} /></span> <a href=${toRun(run)}>${onDay(run.startedAt)}</a> at <${Commit} commit=${run.commit} /></li>`)}</ul>${changes.length > mostChanges && html`<p>${changes.length - mostChanges} more before.</p>`}</details>`;
}

function Flakes({ details, toRun }: { details: readonly RunDetails[]; toRun: Runs['toRun'] }): Markup {
  const flakes = flakesOf(details).slice(0, 50);
  return html`<section aria-labelledby="flakes"><h2 id="flakes">Flakes</h2>
    ${flakes.length === 0 ? html`<p>No test was flaky, and none passed and failed at the same commit.</p>` : html`<ul class="flakes">${flakes.map(({ title, within, between, runs, last }) => html`
      <li><strong><${Told} text=${title} most=${200} /></strong><span>${[within > 0 ? `flaky in ${within} of ${count(runs, 'run')}` : '', between.length > 0 ? `passed and failed at the same commit, at ${count(between.length, 'commit')}` : ''].filter(Boolean).join('; ')}; last <a href=${toRun(last)}>${onDay(last.startedAt)}</a></span></li>`)}</ul>`}
  </section>`;
}

const mostRuns = 500;

function History({ runs, toRun, builtAt }: Runs & { builtAt: Date }): Markup {
  return html`<section aria-labelledby="runs"><h2 id="runs">Runs</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of runs"><table class="history">
      <thead><tr><th scope="col">When</th><th scope="col">Level</th><th scope="col">Verdict</th><th scope="col">Commit</th><th scope="col">Version</th><th scope="col" class="figure">Took</th><th scope="col">Kind</th></tr></thead>
      <tbody>${runs.slice(0, mostRuns).map(run => html`<tr><th scope="row"><a href=${toRun(run)}><${Moment} at=${run.startedAt} now=${builtAt} exact /></a></th><td>${run.partial ? '' : html`<${LevelMark} level=${run.level} />`}</td><td><${VerdictMark} verdict=${run.verdict} fault=${run.fault} /></td><td><${Commit} commit=${run.commit} /></td><td>${run.version === null ? '' : html`<${Told} text=${run.version} most=${40} />`}</td><td class="figure">${took(run.durationMs)}</td><td>${run.partial ? 'narrowed' : run.cold ? 'cold' : 'warm'}</td></tr>`)}</tbody>
    </table></div>${runs.length > mostRuns && html`<p>${runs.length - mostRuns} more before.</p>`}</section>`;
}

function Badge({ recipe: { name, card }, path }: { recipe: Recipe; path: string }): Markup {
  return html`<section aria-labelledby="badge"><h2 id="badge">Badge</h2>
    <p><img src=${linkTo(path, `recipes/${name}/badge.svg`)} alt=${`Badge of ${name}`} height="20" /></p>
    <p>For the recipe's README, with the address at which this site lies:</p>
    <pre tabindex="0" role="region" aria-label="Badge in Markdown"><code>${`[![recipe](https://<this site>/recipes/${name}/badge.svg)](https://<this site>/recipes/${name}/)`}</code></pre>
    ${card && html`<p><a href=${linkTo(path, `recipes/${name}/${card}`)}>Card of the newest whole run</a></p>`}
  </section>`;
}

/** The middle of the last twenty runs, by stage. */
function usualTimes(details: readonly RunDetails[]): Map<string, number> {
  const times = new Map<string, number[]>();
  for (const { stages } of [...details].sort((a, b) => b.run.startedAt.getTime() - a.run.startedAt.getTime()).slice(0, 20)) {
    for (const { stage, durationMs } of stages) times.set(stage, [...times.get(stage) ?? [], durationMs]);
  }
  return new Map([...times].map(([stage, all]) => [stage, all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]));
}
