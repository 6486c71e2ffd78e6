/** index.html: where each recipe stands. */
import { html } from '../markup.ts';
import { pageText } from '../layout.ts';
import { linkTo, recipePage } from '../links.ts';
import { LevelMark, Moment, VerdictMark } from '../marks.ts';
import type { SiteFacts, SiteFile } from '../pages.ts';

const path = 'index.html';

export function gridPages({ folder, builtAt }: SiteFacts): SiteFile[] {
  const body = html`<ul class="grid">${folder.recipes.map(recipe => html`<li class="card">
    <h2><a href=${linkTo(path, recipePage(recipe.name))}>${recipe.name}</a></h2>
    <${LevelMark} level=${recipe.level} words />
    ${recipe.newest && html`<p><${VerdictMark} verdict=${recipe.newest.verdict} fault=${recipe.newest.fault} /> <${Moment} at=${new Date(recipe.newest.startedAt)} now=${builtAt} /></p>`}
  </li>`)}</ul>`;
  return [{ path, text: pageText({ path, title: 'Recipes', body, builtAt }) }];
}
