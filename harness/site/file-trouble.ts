/** What the file system refuses while a site is made, for whoever named the folders. */
import { HarnessError, type Fault } from '../errors.ts';
import { machineTrouble } from '../machine-trouble.ts';
import { within } from './site-place.ts';

/** What comes of the folders that were named, and of who runs; the rest is the machine's. */
const byNaming: readonly string[] = ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY', 'ELOOP', 'ENAMETOOLONG'];

interface Folders {
  /** As they were named. */
  readonly results: string;
  readonly out: string;
  /** The results, absolute and without links. */
  readonly from: string;
}

/** @returns the error itself where it is none of the file system's, or one of the harness's own files */
export function fileTrouble(error: unknown, { results, out, from }: Folders): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const { code = '', path = '', message } = error as NodeJS.ErrnoException;
  if (within(path, import.meta.dirname)) return error;
  const full = machineTrouble(message);
  if (full !== undefined) return new HarnessError({ ...full, cause: error });
  const fault: Fault = byNaming.includes(code) ? 'user' : 'environment';
  return within(path, from)
    ? new HarnessError({
      code: 'ERR_SITE_RESULTS_UNREADABLE', fault, message: `The results in ${results} cannot be read: ${message}.`, cause: error,
      wayOut: 'Run as a user who may read all of them, or name another folder.',
    })
    : new HarnessError({
      code: 'ERR_SITE_OUT', fault, message: `No site can be written to ${out}: ${message}.`, cause: error,
      wayOut: fault === 'user' ? 'Name a folder that this user may make or write to.' : 'Mend what the system says of it, or name a folder elsewhere.',
    });
}
