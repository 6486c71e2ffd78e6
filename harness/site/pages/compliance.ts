/** compliance.html, and the same as compliance.md. */
import { asMarkdown } from '../compliance/as-markdown.ts';
import { complianceOf } from '../compliance/compliance.ts';
import type { Block, Section, Table, Word, Words } from '../compliance/document.ts';
import { pageText } from '../layout.ts';
import { linkTo, recipePage } from '../links.ts';
import { Told } from '../marks.ts';
import { type Child, html, type Markup } from '../markup.ts';
import type { SiteFacts, SiteFile } from '../pages.ts';
import { exactly } from '../spoken.ts';

const path = 'compliance.html';
const title = 'Compliance';

export function compliancePages({ folder, builtAt }: SiteFacts): SiteFile[] {
  const sections = complianceOf(folder);
  const lead = html`<p>What the newest results of each recipe say, and what they do not. <a href="compliance.md" download>The same as Markdown</a>.</p>`;
  const body = html`<nav class="contents" aria-label="On this page"><ul>${sections.map(({ id, title }) => html`<li><a href=${`#${id}`}>${title}</a></li>`)}</ul></nav>${sections.map(ofSection)}`;
  return [
    { path, text: pageText({ path, title, lead, body, builtAt }) },
    { path: 'compliance.md', text: asMarkdown(title, `Made on ${exactly(builtAt)} of the newest results of each recipe.`, sections) },
  ];
}

function ofSection({ id, title, blocks }: Section): Markup {
  return html`<section class="report"><h2 id=${id}>${title}</h2>${blocks.map(block => ofBlock(block, title))}</section>`;
}

function ofBlock(block: Block, title: string): Markup {
  if ('paragraph' in block) return html`<p>${ofWords(block.paragraph)}</p>`;
  if ('table' in block) return ofTable(block.table, title);
  return html`<${block.ordered ? 'ol' : 'ul'}>${block.list.map(words => html`<li>${ofWords(words)}</li>`)}<//>`;
}

function ofTable({ head, rows }: Table, title: string): Markup {
  return html`<div class="frame" role="region" aria-label=${title} tabindex="0"><table class="stacked"><caption class="unseen">${title}</caption>
    <thead><tr>${head.map(cell => html`<th scope="col">${cell}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr>${row.map((words, index) => index === 0
      ? html`<th scope="row">${ofWords(words)}</th>`
      : html`<td data-of=${head[index]} class=${classOf(words)}>${ofWords(words)}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** What is short stays in one line; where there is nothing, a narrow page has no line for it. */
function classOf(words: Words): string | undefined {
  const letters = words.map(word => typeof word === 'string' ? word : Object.values(word).join('')).join('');
  return letters === '' ? 'empty' : letters.length <= 16 ? 'brief' : undefined;
}

function ofWords(words: Words): Child[] {
  return words.map(ofWord);
}

function ofWord(word: Word): Child {
  if (typeof word === 'string') return word === '' ? null : word.length < 3 ? word : html`<${Told} text=${word} />`;
  if ('good' in word) return html`<span class="good">${word.good}</span>`;
  if ('bad' in word) return html`<span class="bad">${word.bad}</span>`;
  return 'code' in word ? html`<code>${word.code}</code>` : html`<a href=${linkTo(path, recipePage(word.recipe))}>${word.recipe}</a>`;
}
