/** index.html: where each recipe stands, and since when. */
import { levelMeanings, rungNames } from '../../report/level/rungs.ts';
import { doubtOf } from '../doubt.ts';
import { pageText } from '../layout.ts';
import { Sparkline } from '../level-chart.ts';
import { standsSince, wholeRuns } from '../level-history.ts';
import { linkTo, recipePage } from '../links.ts';
import { html, type Markup } from '../markup.ts';
import { LevelMark, Moment, Told, VerdictMark } from '../marks.ts';
import type { SiteFacts, SiteFile } from '../pages.ts';
import type { Recipe } from '../read-folder.ts';
import { count, onDay } from '../spoken.ts';
import { UnreadList } from '../unread-list.ts';

const path = 'index.html';

export function gridPages({ folder, builtAt }: SiteFacts): SiteFile[] {
  const { recipes } = folder;
  const unreadable = [...folder.unreadable, ...recipes.flatMap(recipe => recipe.unreadable)];
  const body = html`
    <${Tally} recipes=${recipes} />
    <${Filters} recipes=${recipes} />
    <ul class="grid" data-filtered>${recipes.map(recipe => html`<${Card} recipe=${recipe} builtAt=${builtAt} />`)}</ul>
    <p class="none" data-none hidden>No recipe fits these filters.</p>
    <${UnreadList} unreadable=${unreadable} />`;
  const runs = recipes.reduce((sum, recipe) => sum + recipe.runs.length, 0);
  return [{ path, text: pageText({ path, title: 'Recipes', lead: html`<p>${count(recipes.length, 'recipe')}, ${count(runs, 'run')}.</p>`, body, builtAt }) }];
}

/** How many stand on each level. */
function Tally({ recipes }: { recipes: readonly Recipe[] }): Markup {
  const on = (level: number | null): number => recipes.filter(recipe => recipe.level === level).length;
  const levels = [...levelMeanings.keys()].reverse();
  return html`<ul class="tally" aria-label="Recipes by level">${[...levels, ...on(null) > 0 ? [null] : []].map(level => html`
    <li class=${on(level) === 0 ? 'empty' : undefined}><${LevelMark} level=${level} /><span class="many">${on(level)}</span><span class="meaning">${level === null ? 'not known' : levelMeanings[level]}</span></li>`)}</ul>`;
}

/** Of use with the script only, which shows them. */
function Filters({ recipes }: { recipes: readonly Recipe[] }): Markup {
  const chosen = (name: string, label: string, options: readonly (readonly [string, string])[]): Markup => html`
    <label class="field"><span>${label}</span><select data-filter=${name}><option value="">any</option>${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></label>`;
  const verdicts = (['green', 'red', 'unverified', 'unproven'] as const).filter(verdict => recipes.some(recipe => recipe.newest?.verdict === verdict));
  return html`<div class="filters" role="search" aria-label="Filter recipes" data-filters hidden>
    <label class="field wide"><span>Name</span><input type="search" data-filter="name" autocomplete="off" spellcheck=${false} /></label>
    ${chosen('level', 'Level', [...[...levelMeanings.entries()].map(([level, words]) => [String(level), `${level} ${words}`] as const), ['unknown', 'not known']])}
    ${chosen('verdict', 'Verdict', verdicts.map(verdict => [verdict, verdict]))}
    ${chosen('held', 'Held by', [...rungNames.map(name => [name, name] as const), ['nothing', 'nothing']])}
    <button type="button" data-reset>Clear</button>
    <p class="count" role="status" data-count></p>
  </div>`;
}

const staleAfterDays = 14;

function Card({ recipe, builtAt }: { recipe: Recipe; builtAt: Date }): Markup {
  const { name, newest, level, picture } = recipe;
  const startedAt = newest === null ? undefined : new Date(newest.startedAt);
  const stale = startedAt !== undefined && builtAt.getTime() - startedAt.getTime() > staleAfterDays * 86_400_000;
  const since = standsSince(level, recipe.runs);
  const held = level === null ? null : newest?.level?.heldBy ?? null;
  return html`<li class=${stale ? 'card stale' : 'card'} data-name=${name.toLowerCase()} data-level=${level ?? 'unknown'} data-verdict=${newest?.verdict ?? ''} data-held=${held?.rung ?? (level === null ? '' : 'nothing')}>
    <div class="picture">${picture === null ? html`<span class="nopicture" aria-hidden="true">${name.slice(0, 2)}</span>` : html`<img src=${linkTo(path, `recipes/${name}/${picture}`)} alt="" loading="lazy" decoding="async" width="320" height="200" />`}</div>
    <div class="words">
      <h2><a href=${linkTo(path, recipePage(name))}>${name}</a></h2>
      <p class="stands"><${LevelMark} level=${level} rungs=${newest?.level?.rungs} words /></p>
      <p class="run"><span>${newest === null ? 'no whole run' : html`<${VerdictMark} verdict=${newest.verdict} fault=${newest.fault} />`}</span>
        ${startedAt && html`<span class="age"><${Moment} at=${startedAt} now=${builtAt} />${stale && html`<span class="tag">stale</span>`}</span>`}</p>
      <p class="held">${held ? html`Held by <strong>${held.rung}</strong>: <${Told} text=${held.reason} most=${120} />` : level === null ? html`<${Told} text=${doubtOf(recipe) ?? 'its run says nothing of a level'} most=${160} />` : ''}</p>
      <div class="trend"><${Sparkline} runs=${wholeRuns(recipe.runs)} />${since && html`<span>since ${onDay(since.startedAt)}</span>`}</div>
    </div>
  </li>`;
}
