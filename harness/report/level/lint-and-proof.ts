/** The two rungs that no test of the app stands on: lint, and the proof of its tests. */
import type { Judged } from './judge-rungs.ts';
import type { Rung } from './rungs.ts';

export function lint({ lint: { recipe, overlay }, declared, verdict }: Judged): Rung {
  const name = 'lint';
  const found = [...recipe ?? [], ...overlay ?? []];
  if (found.length > 0) return { name, status: 'fail', reason: found.length === 1 ? found[0] ?? '' : `${found[0] ?? ''}, and ${found.length - 1} more` };
  const [blocked] = declared.filter(({ rung }) => rung === name);
  if (blocked) return { name, status: 'declared', reason: blocked.blocker };
  if (recipe === undefined) return { name, status: 'unverified', reason: 'abra recipe lint was not asked' };
  if (overlay === undefined && !verdict.genericOnly) return { name, status: 'unverified', reason: 'its overlay was not linted: docs/overlay.md, under Lint, says what is to be installed for it' };
  return { name, status: 'pass', reason: '' };
}

export function proof({ proof: found, commit }: Judged): Rung {
  const name = 'proof';
  const unverified = (reason: string): Rung => ({ name, status: 'unverified', reason });
  if (found === undefined) return unverified('never broken on purpose');
  if (found.killed < found.total) return { name, status: 'fail', reason: `${found.total - found.killed} of ${found.total} stayed green while its app was broken` };
  if (found.stale) return unverified('its overlay has changed since the proof');
  if (commit === undefined) return unverified('what is under test is no commit that could have been proved');
  if (found.commit !== commit) return unverified(`proved at another commit, ${found.commit.slice(0, 10)}`);
  if (found.killed > found.total) return unverified(`the proof does not add up: ${found.killed} of ${found.total}`);
  return found.total <= 0 ? unverified('the proof had nothing to break') : { name, status: 'pass', reason: '' };
}
