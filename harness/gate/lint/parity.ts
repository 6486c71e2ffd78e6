/**
 * Reasons that a recipe's PARITY page gives for what its hooks do beside the app's interface: an item under `## Exceptions` whose
 * bold head names the hook, and the reason after it. `- **The seed writes through the container.** HTTP is read-only here.`
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type Hook = 'seed' | 'read';

/** The reason for a hook of the overlay in this file; undefined where no page gives one. */
export function reasonInParity(file: string, hook: Hook): string | undefined {
  return pagesFor(file).map(page => reasonIn(readFileSync(page, 'utf8'), hook)).find(reason => reason !== undefined);
}

/** The form in which a page gives a reason. */
export function reasonIn(page: string, hook: Hook): string | undefined {
  const [, exceptions = ''] = page.split(/^## Exceptions[ \t]*$/m);
  const [section = ''] = exceptions.split(/^## /m);
  const item = section.split(/^- /m).map(text => /^\*\*([^*]+)\*\*\s+(\S[\s\S]*)$/.exec(text.trim())).find(found => new RegExp(`\\b${hook}\\b`, 'i').test(found?.[1] ?? ''));
  return item?.[2]?.replace(/\s+/g, ' ').trim();
}

/** `PARITY/<recipe>.md` in a folder above, where the recipe is named by the overlay's folder; `PARITY.md` where a repository has one overlay. Up to the repository's root. */
function pagesFor(file: string): string[] {
  const overlay = dirname(file);
  const isOnly = overlay.endsWith(join('tests', 'recipe-harness'));
  const pages = [join(overlay, 'PARITY.md')];
  for (let folder = overlay; ; folder = dirname(folder)) {
    pages.push(join(folder, 'PARITY', `${basename(overlay)}.md`), ...(isOnly ? [join(folder, 'PARITY.md')] : []));
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) return pages.filter(existsSync);
  }
}
