/** One comment a pull request and set of recipes, edited in place: found by a hidden mark, and by whose it is. */
import { createHash } from 'node:crypto';
import type { Forge, ForgeComment } from './gitea.ts';
import { ForgeError } from './forge-error.ts';

export interface CommentToKeep {
  readonly recipes: readonly string[];
  /** When the run began that the text tells of: an older run's text never takes the place of a newer one's. */
  readonly startedAt: string;
  /** Markdown, without the mark. */
  readonly text: string;
}

/** `newer`: a later run has written it already. */
export interface Kept { readonly id: number; readonly how: 'made' | 'edited' | 'unchanged' | 'newer' }

/** Between two looks somebody may delete it, or another build make its own: then it is looked at anew. */
const mostRounds = 4;

/** Makes or edits the comment, and removes what an earlier race has left. Does no harm when it is done twice. */
export async function keepOneComment(forge: Forge, pullRequest: number, wanted: CommentToKeep, now = new Date()): Promise<Kept> {
  const me = await forge.whoAmI();
  const mark = markOf(wanted.recipes);
  const body = `${mark} ${wanted.startedAt} -->\n${wanted.text}`;
  const ours = async (): Promise<ForgeComment[]> =>
    (await forge.comments(pullRequest)).filter(({ author, body: text }) => author === me && text.startsWith(`${mark} `)).sort((a, b) => a.id - b.id);

  let made: ForgeComment | undefined;
  for (let round = 0; round < mostRounds; round++) {
    const [oldest, ...others] = await ours();
    if (oldest === undefined) {
      made = await forge.createComment(pullRequest, body);
      // Another build may have made one at the same time: both look again, and the oldest stays.
      continue;
    }
    const newest = [oldest, ...others].reduce((one, other) => startOf(other.body, mark, now) > startOf(one.body, mark, now) ? other : one);
    const keep = startOf(newest.body, mark, now) > wanted.startedAt ? newest.body : body;
    if (!sameText(oldest.body, keep) && !await there(forge.editComment(oldest.id, keep))) continue;
    for (const other of others) await there(forge.deleteComment(other.id));
    const how = made?.id === oldest.id ? 'made' : sameText(oldest.body, body) ? 'unchanged' : 'edited';
    return { id: oldest.id, how: keep === body ? how : 'newer' };
  }
  throw new ForgeError({ code: 'ERR_FORGE_COMMENT', message: 'its comment was deleted each time that it was made', wayOut: 'Look for what deletes it: another program with the same token, perhaps.' });
}

/** No recipe's name can end it, whatever it holds. */
export function markOf(recipes: readonly string[]): string {
  const set = [...new Set(recipes)].sort();
  return `<!-- recipe-harness ${createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 16)}`;
}

/** Of no time, or of one that has not come yet, is older than anything. */
function startOf(body: string, mark: string, now: Date): string {
  const told = /^ (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) -->/.exec(body.slice(mark.length))?.[1] ?? '';
  return told > now.toISOString() ? '' : told;
}

/** Forges store line ends in their own way. */
function sameText(one: string, other: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  return plain(one) === plain(other);
}

/** @returns false where what should be changed is gone */
async function there(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof ForgeError && error.code === 'ERR_FORGE_NOT_FOUND') return false;
    throw error;
  }
}
