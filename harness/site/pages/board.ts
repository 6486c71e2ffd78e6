/** board.html: the campaign over all recipes, those that lack most first. */
import { type Board, boardOf, columns, lacking, missingOf, type Row } from '../board/board.ts';
import type { Cell, Standing } from '../board/cell.ts';
import { levelMeanings } from '../../report/level/rungs.ts';
import { pageText } from '../layout.ts';
import { linkTo, recipePage, runPage } from '../links.ts';
import { LevelMark, Moment, Told, VerdictMark } from '../marks.ts';
import { html, type Markup } from '../markup.ts';
import type { SiteFacts, SiteFile } from '../pages.ts';
import { count } from '../spoken.ts';

const path = 'board.html';

export function boardPages({ folder, builtAt }: SiteFacts): SiteFile[] {
  const board = boardOf(folder.recipes);
  const lead = 'Every recipe against everything that is asked of it; those that lack most stand first. What the results do not tell is not known, and never counts as shown.';
  const body = html`
    <${Standings} board=${board} />
    <${Matrix} board=${board} builtAt=${builtAt} />
    <section class="report" aria-labelledby="columns"><h2 id="columns">What the columns ask</h2>
      <dl class="asks">${columns.map(({ name, asks }) => html`<div><dt>${name}</dt><dd>${asks}</dd></div>`)}</dl>
      <p class="signs">${(Object.keys(signs) as Standing[]).map(standing => html`<${Sign} standing=${standing} />`)}</p>
    </section>
    <section class="report" aria-labelledby="missing"><h2 id="missing">What is missing</h2>${board.rows.map(row => html`<${Missing} row=${row} />`)}</section>`;
  return [{ path, text: pageText({ path, title: 'Board', lead, body, builtAt }) }];
}

function Standings({ board }: { board: Board }): Markup {
  return html`<section class="report" aria-labelledby="standings"><h2 id="standings">Who stands where</h2><ol class="standings">${board.standings.map(({ level, recipes }) => html`<li>
    <${LevelMark} level=${level} /> <span class="meaning">${level === null ? 'not known' : levelMeanings[level]}: ${count(recipes.length, 'recipe')}</span>
    <span class="names">${recipes.map((recipe, index) => html`${index > 0 && ', '}<a href=${linkTo(path, recipePage(recipe))}>${recipe}</a>`)}</span></li>`)}</ol></section>`;
}

const signs: Readonly<Record<Standing, string>> = { 'shown': '✓', 'partly': '◐', 'missing': '✗', 'nothing to show': '–', 'not known': '?' };

function Sign({ standing }: { standing: Standing }): Markup {
  return html`<span class=${`asked asked-${standing.replaceAll(' ', '-')}`}><span class="sign" aria-hidden="true">${signs[standing]}</span>${standing}</span>`;
}

function Matrix({ board, builtAt }: { board: Board; builtAt: Date }): Markup {
  const { rows, summary } = board;
  return html`<section class="report"><h2 id="matrix">The board</h2>
    <${Filters} board=${board} />
    <div class="frame" role="region" aria-label="The board" tabindex="0"><table class="stacked board"><caption class="unseen">Each recipe against each column</caption>
      <thead><tr><th scope="col">Recipe</th>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}<th scope="col">Last cold run</th></tr></thead>
      <tbody data-filtered>${rows.map(row => html`<${Line} row=${row} builtAt=${builtAt} />`)}</tbody>
      <tfoot><tr><th scope="row">${count(rows.length, 'recipe')}</th>${summary.map((tally, index) => html`<td data-of=${columns[index]?.name}>${summed(tally, rows.length)}</td>`)}<td data-of="Last cold run">${coldSummary(rows)}</td></tr></tfoot>
    </table></div><p class="none" data-none hidden>No recipe fits these filters.</p></section>`;
}

/** Of use with the script only, which shows them. */
function Filters({ board: { rows, standings } }: { board: Board }): Markup {
  const verdicts = (['green', 'red', 'unverified', 'unproven'] as const).filter(verdict => rows.some(({ newest }) => newest?.verdict === verdict));
  return html`<div class="filters" role="search" aria-label="Filter the board" data-filters hidden>
    <label class="field wide"><span>Name</span><input type="search" data-filter="name" autocomplete="off" spellcheck=${false} /></label>
    <label class="field"><span>Level</span><select data-filter="level"><option value="">any</option>${standings.map(({ level }) => html`<option value=${level ?? 'unknown'}>${level ?? 'not known'}</option>`)}</select></label>
    <label class="field"><span>Verdict</span><select data-filter="verdict"><option value="">any</option>${verdicts.map(verdict => html`<option value=${verdict}>${verdict}</option>`)}</select></label>
    <button type="button" data-reset>Clear</button>
    <p class="count" role="status" data-count></p>
  </div>`;
}

function Line({ row, builtAt }: { row: Row; builtAt: Date }): Markup {
  const { recipe, level, newest, lastCold, cells } = row;
  const lacks = lacking(row);
  return html`<tr data-name=${recipe.toLowerCase()} data-level=${level ?? 'unknown'} data-verdict=${newest?.verdict ?? 'none'}>
    <th scope="row"><span class="name"><${LevelMark} level=${level} /> <a href=${linkTo(path, recipePage(recipe))}>${recipe}</a></span>${newest && html`<span class="under"><${VerdictMark} verdict=${newest.verdict} /> <${Moment} at=${new Date(newest.startedAt)} now=${builtAt} /></span>`}${lacks > 0 && html`<span class="under"><a href=${`#${anchorOf(recipe)}`}>lacks ${lacks} of ${cells.length}</a></span>`}</th>
    ${cells.map((cell, index) => html`<td data-of=${columns[index]?.name} class=${`cell cell-${cell.standing.replaceAll(' ', '-')}`}><${CellText} cell=${cell} /></td>`)}
    <td data-of="Last cold run">${lastCold === null ? 'never' : html`<a href=${linkTo(path, runPage(recipe, lastCold.id))}><${Moment} at=${lastCold.startedAt} now=${builtAt} /></a> <${VerdictMark} verdict=${lastCold.verdict} />`}</td>
  </tr>`;
}

function CellText({ cell: { standing, words } }: { cell: Cell }): Markup {
  return html`<span class=${`asked asked-${standing.replaceAll(' ', '-')}`}><span class="sign" aria-hidden="true">${signs[standing]}</span><span class="words">${words !== standing && html`<span class="unseen">${standing}: </span>`}<${Told} text=${words} most=${200} /></span></span>`;
}

function summed(tally: Board['summary'][number], of: number): string {
  const asked = of - tally['nothing to show'];
  return `${tally.shown} of ${asked} shown${tally['not known'] > 0 ? `, ${tally['not known']} not known` : ''}`;
}

function coldSummary(rows: readonly Row[]): string {
  return `${rows.filter(({ lastCold }) => lastCold !== null).length} of ${rows.length}`;
}

/** The names of recipes are plain; with what stands before it is none of another part's. */
function anchorOf(recipe: string): string {
  return `lacks-${recipe}`;
}

/** A file that lacks thousands of things says no more by it. */
const most = 30;

function Missing({ row }: { row: Row }): Markup {
  const missing = missingOf(row);
  const head = html`<h3 id=${anchorOf(row.recipe)}><a href=${linkTo(path, recipePage(row.recipe))}>${row.recipe}</a></h3>`;
  if (missing.length === 0) return html`${head}<p>Nothing of what is asked.</p>`;
  return html`${head}<ul>${missing.slice(0, most).map(words => html`<li><${Told} text=${words} most=${300} /></li>`)}${missing.length > most && html`<li>and ${missing.length - most} more</li>`}</ul>`;
}
