/** recipes/<recipe>/index.html. */
import { html } from '../markup.ts';
import { pageText } from '../layout.ts';
import { recipePage } from '../links.ts';
import type { Recipe } from '../read-folder.ts';
import type { RunDetails } from '../run-details.ts';

export function recipeText(recipe: Recipe, details: readonly RunDetails[], builtAt: Date): string {
  return pageText({ path: recipePage(recipe.name), title: recipe.name, above: [{ label: 'Recipes', path: 'index.html' }], body: html`<p>${details.length}</p>`, builtAt });
}
