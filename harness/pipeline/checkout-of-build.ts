/** The checkout that the pipeline has made, tested in place of the recipe's own source. */
import { resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Pipeline } from '../forge/ci-env.ts';
import { git } from '../recipe/git.ts';

/** @throws HarnessError where it is at another commit than the build's: what was tested would be told of a commit that was not */
export async function checkoutOfBuild(place: string, { build }: Pick<Pipeline, 'build'>): Promise<string> {
  const folder = resolve(place);
  const [head = '', ...parents] = (await git(folder, ['rev-list', '--parents', '--max-count=1', 'HEAD'], `Reading ${folder}`)).trim().split(' ');
  // Drone's own clone merges a pull request into its branch before the first step.
  if (head === build.commit || (parents.length > 1 && parents.includes(build.commit))) return folder;
  throw new HarnessError({
    code: 'ERR_CI_CHECKOUT', fault: 'user', message: `${folder} is at ${head.slice(0, 8)}, and the build is of ${build.commit.slice(0, 8)}.`,
    wayOut: 'Name the folder into which the pipeline has cloned the repository, or leave --checkout out: the commit is then fetched from the recipe\'s own source.',
    facts: { head, parents, build },
  });
}
