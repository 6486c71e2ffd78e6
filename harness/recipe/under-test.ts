/** Finds the commit that a branch, a tag, a commit's id or nothing at all stands for. */
import { nearest } from '../settings/nearest.ts';
import { git, gitMaybe } from './git.ts';
import { RecipeError } from './recipe-error.ts';

export interface Found {
  commit: string;
  /** As it was named, or how it was chosen. */
  ref: string;
}

/** The newest commit of the source's default branch. */
export async function newestCommit(folder: string): Promise<Found> {
  // A clone of a detached HEAD, and abra's own clone, have no origin/HEAD.
  for (const candidate of ['refs/remotes/origin/HEAD', 'HEAD']) {
    const commit = await commitOf(folder, candidate);
    if (commit === undefined) continue;
    const branch = (await gitMaybe(folder, ['symbolic-ref', '--short', candidate]))?.trim().replace(/^origin\//, '');
    return { commit, ref: branch ?? 'HEAD' };
  }
  throw new RecipeError({ code: 'ERR_REF_UNKNOWN', fault: 'user', message: 'The recipe\'s repository has no commit.', wayOut: 'Name a source with commits in the recipe file.', facts: { folder } });
}

/**
 * The commit of `ref`; asked from origin when the clone does not have it.
 *
 * @throws RecipeError `ERR_REF_UNKNOWN`, with the nearest names.
 */
export async function resolveRef(folder: string, ref: string, what: string): Promise<Found> {
  const named = [`refs/tags/${ref}`, `refs/remotes/origin/${ref}`, ...(/^[0-9a-f]{4,40}$/.test(ref) ? [ref] : [])];
  for (const candidate of named) {
    const commit = await commitOf(folder, candidate);
    if (commit !== undefined) return { commit, ref };
  }
  // A pull request's ref, or a branch that a single-branch clone leaves out.
  if (!ref.startsWith('-') && await gitMaybe(folder, ['fetch', '--quiet', '--no-tags', 'origin', ref]) !== undefined) {
    const commit = await commitOf(folder, 'FETCH_HEAD');
    if (commit !== undefined) return { commit, ref };
  }
  const names = (await git(folder, ['for-each-ref', '--format=%(refname)', 'refs/tags', 'refs/remotes/origin'])).split('\n')
    .map(name => name.replace(/^refs\/(tags|remotes\/origin)\//, '')).filter(name => name !== '' && name !== 'HEAD');
  const near = nearest(ref, names);
  throw new RecipeError({
    code: 'ERR_REF_UNKNOWN', fault: 'user', message: `${what} has no branch, tag or commit "${ref}".`,
    wayOut: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Name one of: ${names.slice(-8).join(', ')}.`, facts: { ref, what },
  });
}

async function commitOf(folder: string, revision: string): Promise<string | undefined> {
  return (await gitMaybe(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]))?.trim();
}
