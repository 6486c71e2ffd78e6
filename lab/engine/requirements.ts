/** What must be true before a lab can be thought of: Linux, root, and a state folder that can carry one. */
import { LabError } from '../errors.ts';

/** The kernel's limit for the path of a Unix socket is 107 bytes; this is the longest one under the state folder. */
const longestSocket = '/ingress/admin.sock';
const socketLimit = 107;

/** Hidden from the lab's processes by file systems of their own. */
const hidden = ['/run', '/var/run', '/etc/docker', '/var/lib/docker', '/proc', '/sys'];

export interface Machine {
  platform: string;
  user: number | undefined;
}

const thisMachine = (): Machine => ({ platform: process.platform, user: process.getuid?.() });

export function requireFit(folder: string, machine: Machine = thisMachine()): void {
  const elsewhere = 'name a server under [target] in harness.toml: then no lab is needed.';
  if (machine.platform !== 'linux') {
    throw new LabError({ code: 'ERR_LAB_NEEDS_LINUX', message: `The lab needs Linux; this is ${machine.platform}.`, wayOut: elsewhere });
  }
  if (machine.user !== 0) {
    throw new LabError({
      code: 'ERR_LAB_NEEDS_ROOT', message: 'The lab needs root: it runs an engine in network and mount namespaces of its own.',
      wayOut: `run it as root, or ${elsewhere}`,
    });
  }
  const length = Buffer.byteLength(folder + longestSocket);
  if (length > socketLimit) {
    throw new LabError({
      code: 'ERR_LAB_PATH_TOO_LONG', fault: 'user',
      message: `The state folder ${folder} is ${length - socketLimit} bytes too long: sockets lie in it, and the kernel takes ${socketLimit} bytes for a socket's path.`,
      wayOut: 'set RECIPE_HARNESS_STATE to a shorter path.',
    });
  }
  const cover = hidden.find((top) => folder === top || folder.startsWith(`${top}/`));
  if (cover !== undefined || /[\s,:'"\\]/.test(folder)) {
    throw new LabError({
      code: 'ERR_LAB_STATE_FOLDER', fault: 'user',
      message: cover !== undefined ? `The state folder ${folder} lies under ${cover}, which the lab covers with a file system of its own.`
        : `The state folder ${folder} has a character in its name that mount options or addresses cannot carry.`,
      wayOut: 'set RECIPE_HARNESS_STATE to a plain path on a disk, for example /var/tmp/recipe-harness.',
    });
  }
}
