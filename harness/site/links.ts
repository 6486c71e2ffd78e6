/** Where pages lie, and how they point at each other: relatively, so that a site works from any folder, by file:// too. */
import path from 'node:path';

/** From the page at `from` to a file of the site; both are named from the site's root. */
export function linkTo(from: string, file: string): string {
  const [place = '', anchor] = file.split('#', 2);
  const relative = place === '' ? '' : path.posix.relative(path.posix.dirname(from), place).split('/').map(encodeURIComponent).join('/');
  return anchor === undefined ? relative : `${relative}#${encodeURIComponent(anchor)}`;
}

export function recipePage(recipe: string): string {
  return `recipes/${recipe}/index.html`;
}

export function runPage(recipe: string, id: string): string {
  return `recipes/${recipe}/runs/${id}.html`;
}

/** An address that a results file names, if it is one of the web; whatever else (javascript:, data:, file:) is no link. */
export function webAddress(text: string | null | undefined): string | undefined {
  if (!text || text.length > 2_000 || !/^https?:\/\//i.test(text)) return undefined;
  const parsed = URL.parse(text);
  return parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.username === '' && parsed.password === '' ? parsed.href : undefined;
}
