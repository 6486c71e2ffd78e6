/** Markup as tagged templates, without a build step: preact renders it once, to text, and escapes whatever is put in. */
import { html } from 'htm/preact';
import type { ComponentChild, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

export { html };
export type Markup = VNode;
export type Child = ComponentChild;

/** Whatever turns the letters around it, ends a line of its own, or is no letter: in a text of others it would reach the words of the page, out of any isolate. */
const notShown = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A page has none of these in words of its own, so all of it is looked at, and no text of others is forgotten. */
export function documentText(root: Markup): string {
  return `<!doctype html>\n${renderToString(root).replace(notShown, '\ufffd')}\n`;
}
