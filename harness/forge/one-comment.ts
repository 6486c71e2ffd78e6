/** One comment a pull request, edited in place: found by a hidden mark that tells its recipes, and by whose it is. */
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

/** Between two looks somebody may delete it, or another build write its own: then it is looked at anew. */
const mostRounds = 4;

/** Makes or edits the comment, and removes what an earlier race has left. Does no harm when it is done twice. */
export async function keepOneComment(forge: Forge, pullRequest: number, wanted: CommentToKeep, now = new Date()): Promise<Kept> {
  const me = await forge.whoAmI();
  const body = `${markOf(wanted.recipes)} ${wanted.startedAt} -->\n${wanted.text}`;
  const ours = async (): Promise<ForgeComment[]> =>
    (await forge.comments(pullRequest)).filter(({ author, body: text }) => author === me && tellsOf(text, wanted.recipes)).sort((a, b) => a.id - b.id);

  let written: Kept | undefined;
  for (let round = 0; round < mostRounds; round++) {
    const [oldest, ...others] = await ours();
    if (oldest === undefined) {
      // A list may lag behind: what was made a moment ago, and is there, is not made twice.
      if (written !== undefined && await there(forge.readComment(written.id))) return written;
      written = { id: (await forge.createComment(pullRequest, body)).id, how: 'made' };
      // Another build may have made one at the same time: both look again, and the oldest stays.
      continue;
    }
    const newest = [oldest, ...others].reduce((one, other) => startOf(other.body, now) > startOf(one.body, now) ? other : one);
    const keep = startOf(newest.body, now) > wanted.startedAt ? newest.body : body;
    const stands = sameText(oldest.body, keep);
    if (!stands && !await there(forge.editComment(oldest.id, keep))) continue;
    for (const other of others) await there(forge.deleteComment(other.id));
    if (stands) return keep === body ? written?.id === oldest.id ? written : { id: oldest.id, how: 'unchanged' } : { id: oldest.id, how: 'newer' };
    // An older build that looked before may write after: it is looked at once more.
    written = { id: oldest.id, how: written?.how === 'made' && written.id === oldest.id ? 'made' : 'edited' };
  }
  if (written?.how === 'edited') return written;
  throw new ForgeError({ code: 'ERR_FORGE_COMMENT', message: 'its comment was deleted each time that it was made', wayOut: 'Look for what deletes it: another program with the same token, perhaps.' });
}

/** A digest for each recipe, since no recipe's name may end it, whatever it holds. */
export function markOf(recipes: readonly string[]): string {
  return `${markBegin}${digestsOf(recipes).join(',')}`;
}

const markBegin = '<!-- recipe-harness ';
const marked = new RegExp(`^${markBegin}([0-9a-f]{12}(?:,[0-9a-f]{12})*) (\\S+) -->`);

function digestsOf(recipes: readonly string[]): string[] {
  return [...new Set(recipes)].sort().map(recipe => createHash('sha256').update(recipe).digest('hex').slice(0, 12));
}

/** Of one of them at least: a pipeline that tests one recipe more has no use for what it said before. */
function tellsOf(body: string, recipes: readonly string[]): boolean {
  const told = marked.exec(body)?.[1]?.split(',') ?? [];
  return digestsOf(recipes).some(digest => told.includes(digest));
}

/** Of no time, or of one that has not come yet, is older than anything. */
function startOf(body: string, now: Date): string {
  const told = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.exec(marked.exec(body)?.[2] ?? '')?.[0] ?? '';
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
