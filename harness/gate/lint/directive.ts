/** A comment that tells ESLint to say less. */

export interface Directive {
  /** Rules that it names; none: all of them. */
  readonly rules: readonly string[];
  /** What stands behind ` -- `; undefined where nothing does. */
  readonly reason: string | undefined;
}

/**
 * Reads the text of a comment as ESLint does: `eslint-disable` and inline configuration (`eslint rule: off`) in block comments only,
 * `eslint-disable-line` and `eslint-disable-next-line` in both kinds.
 *
 * @param text what stands between the comment's own signs
 */
export function directiveIn(text: string, isBlock: boolean): Directive | undefined {
  const [head = '', ...behind] = text.trim().split(/\s-{2,}\s/);
  const found = /^eslint(-disable(?:-next-line|-line)?)?(?:\s+([\s\S]*))?$/.exec(head.trim());
  if (!found || (!isBlock && !found[1]?.endsWith('-line'))) return undefined;
  const named = found[2] ?? '';
  const rules = found[1] === undefined ? [...named.matchAll(/([\w@/-]+)["']?\s*:/g)].map(([, name = '']) => name) : named.split(',').map(name => name.trim()).filter(Boolean);
  if (found[1] === undefined && rules.length === 0) return undefined;
  const reason = behind.join(' -- ').trim();
  return { rules, reason: reason === '' ? undefined : reason };
}
