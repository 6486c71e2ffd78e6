/** Markup as tagged templates, without a build step: preact renders it once, to text, and escapes whatever is put in. */
import { html } from 'htm/preact';
import type { ComponentChild, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

export { html };
export type Markup = VNode;
export type Child = ComponentChild;

export function documentText(root: Markup): string {
  return `<!doctype html>\n${renderToString(root)}\n`;
}
