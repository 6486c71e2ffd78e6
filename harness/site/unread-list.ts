/** Files that nobody could read: named with the reason, so that what is missing is seen to be missing. */
import { html, type Markup } from './markup.ts';
import { Told } from './marks.ts';
import type { Unreadable } from './read-folder.ts';
import { count } from './spoken.ts';

const most = 100;

export function UnreadList({ unreadable }: { unreadable: readonly Unreadable[] }): Markup | null {
  if (unreadable.length === 0) return null;
  return html`<section class="unread" aria-labelledby="unread">
    <h2 id="unread">Not readable</h2>
    <p>${count(unreadable.length, 'file')} of the results could not be read and ${unreadable.length === 1 ? 'says' : 'say'} nothing here.</p>
    <ul>${unreadable.slice(0, most).map(({ file, reason }) => html`<li><code><${Told} text=${file} most=${200} /></code>: <${Told} text=${reason} most=${300} /></li>`)}</ul>
    ${unreadable.length > most && html`<p>${unreadable.length - most} more.</p>`}
  </section>`;
}
