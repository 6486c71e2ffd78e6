/** The card as a page: no script, no request, nothing of the outside. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Results } from '../results-schema.ts';
import { cardStyle } from './card-style.ts';
import { cardView, type CardView } from './card-view.ts';
import { mark } from './marks.ts';

export const themes = ['light', 'dark'] as const;
export type Theme = typeof themes[number];

export interface CardPageInit {
  readonly theme: Theme;
  /** Of the app, as a `data:` address; a placeholder stands where there is none. */
  readonly picture?: string | undefined;
  /** What the results are compared with. */
  readonly base?: Results | undefined;
}

/** An HTML document of 1200×630; whatever the results hold, it shows it as text. */
export function cardPage(results: Results, { theme, picture, base }: CardPageInit): string {
  const view = cardView(results, base);
  return `<!doctype html>${renderToString(html`
    <html lang="en" data-theme=${theme}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'" />
        <title>${view.recipe}</title>
        <style dangerouslySetInnerHTML=${{ __html: cardStyle }} />
      </head>
      <body>
        <main style=${`--level: ${view.colour}`}>
          <div class="top">
            <div class="who">${name(view)}${level(view)}</div>
            ${pictureOf(view, picture)}
          </div>
          ${news(view)}
          ${ladder(view)}
        </main>
      </body>
    </html>`)}`;
}

function name({ recipe, version, when }: CardView): VNode {
  // Bold letters of DejaVu Sans take about 0.64 em each; where they take more, the end of a name is left out.
  const size = Math.max(32, Math.min(60, Math.floor(590 / (0.64 * [...recipe].length))));
  return html`<header><h1 style=${`font-size: ${size}px`}><bdi>${recipe}</bdi></h1><p><bdi>${version}</bdi></p><p>${when}</p></header>`;
}

function level({ level: number, meaning }: CardView): VNode {
  return html`<section class="level"><p class="tile"><small>level</small><strong>${number ?? '–'}</strong></p><p class="meaning">${meaning}</p></section>`;
}

function pictureOf({ recipe }: CardView, picture: string | undefined): VNode {
  return picture === undefined
    ? html`<figure class="none"><b aria-hidden="true">${[...recipe][0]?.toUpperCase()}</b><figcaption>no picture of it</figcaption></figure>`
    : html`<figure><img src=${picture} alt=${`${recipe} in the browser`} /></figure>`;
}

function news({ change, mend }: CardView): VNode {
  return html`<section class=${`news ${mend.tone}`}>
    ${change !== undefined && html`<p class="change"><b>Against the base</b> <span>${change}</span></p>`}
    <p class=${change === undefined ? 'mend tall' : 'mend'}><b>${mend.label}</b> <bdi>${mend.what}</bdi></p>
    ${mend.wayOut !== '' && html`<p class="way"><b>Way out</b> <bdi>${mend.wayOut}</bdi></p>`}
  </section>`;
}

function ladder({ rungs }: CardView): VNode {
  return html`<ol>${rungs.map(rung => html`<li class=${rung.climbed ? `${rung.status} climbed` : rung.status}>
    ${mark(rung.status)}<b>${rung.name}</b><span>${rung.word}</span></li>`)}</ol>`;
}
