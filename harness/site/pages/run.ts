/** recipes/<recipe>/runs/<id>.html. */
import { html } from '../markup.ts';
import { pageText } from '../layout.ts';
import { runPage } from '../links.ts';
import type { Results } from '../../report/results-schema.ts';
import type { Run } from '../read-folder.ts';

export function runText(recipe: string, results: Results, run: Run, builtAt: Date): string {
  return pageText({ path: runPage(recipe, run.id), title: run.id, above: [{ label: 'Recipes', path: 'index.html' }], body: html`<p>${results.verdict}</p>`, builtAt });
}
