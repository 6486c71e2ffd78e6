/** Refuses an abra that is older than the commands used here, before it is told to do anything. */
import semver from 'semver';
import { silent, type Progress } from '../progress.ts';
import type { Abra } from './abra.ts';
import { AbraError } from './abra-error.ts';

/** The first release that writes versions into .env files and takes them as arguments; `upgrade -C` is gone since then. */
export const oldestAbra = '0.10.0';

/** @returns the version of the abra at hand */
export async function requireRecentAbra(abra: Abra, progress: Progress = silent): Promise<string> {
  const version = await abra.version({ deadlineSeconds: 30 }, progress);
  const release = semver.coerce(version);
  // A build of one's own bears no release: what it lacks, its first command will tell.
  if (release === null || semver.gte(release, oldestAbra)) return version;
  throw new AbraError({
    code: 'ERR_ABRA_TOO_OLD', fault: 'user', command: 'abra --version', status: 0, tail: '',
    message: `${abra.options.command} is abra ${version}; recipe-harness needs ${oldestAbra} or newer.`,
    wayOut: 'Run `abra upgrade`, or name another one as `abra` under [target].',
  });
}
