/** What every page has: title, navigation, the way past it, and a policy under which it loads and runs nothing but the site's own files. */
import { linkTo } from './links.ts';
import { documentText, html, type Child } from './markup.ts';
import { Moment } from './marks.ts';

export interface Page {
  /** From the site's root: `recipes/ghost/index.html`. */
  readonly path: string;
  readonly title: string;
  /** Above the title: the pages that it belongs to. */
  readonly above?: readonly { readonly label: string; readonly path: string }[];
  /** Below the title. */
  readonly lead?: Child;
  readonly body: Child;
  readonly builtAt: Date;
}

/** The pages that each page points at, in order. Whoever adds a page for the whole site adds it here. */
export const navigation: readonly { readonly label: string; readonly path: string }[] = [
  { label: 'Recipes', path: 'index.html' },
  { label: 'Board', path: 'board.html' },
  { label: 'Compliance', path: 'compliance.html' },
  { label: 'Tests', path: 'tests.html' },
];

/** No script but the site's own file, nothing from elsewhere, nothing sent anywhere. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

export function pageText(page: Page): string {
  const to = (file: string): string => linkTo(page.path, file);
  return documentText(html`
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content=${policy} />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${page.path === 'index.html' ? page.title : `${page.title} · recipe-harness`}</title>
    <link rel="icon" type="image/svg+xml" href=${to('assets/icon.svg')} />
    <link rel="stylesheet" href=${to('assets/site.css')} />
    <link rel="stylesheet" href=${to('assets/reports.css')} />
    <script src=${to('assets/site.js')} defer></script>
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <a class="home" href=${to('index.html')}><img src=${to('assets/icon.svg')} alt="" width="22" height="22" />recipe-harness</a>
      <nav aria-label="Site"><ul>${navigation.map(({ label, path }) => html`<li><a href=${to(path)} aria-current=${path === page.path ? 'page' : undefined}>${label}</a></li>`)}</ul></nav>
    </header>
    <main id="content" tabindex="-1">
      ${page.above && html`<nav class="above" aria-label="Above this page"><ol>${page.above.map(({ label, path }) => html`<li><a href=${to(path)}>${label}</a></li>`)}</ol></nav>`}
      <h1><bdi>${page.title}</bdi></h1>
      ${page.lead !== undefined && html`<div class="lead">${page.lead}</div>`}
      ${page.body}
    </main>
    <footer class="bottom">Built ${Moment({ at: page.builtAt, now: page.builtAt, exact: true })} from the results of recipe-harness.</footer>
  </body>
</html>`);
}
