/** The one error of this command: it ends it with a `FATA` line and status 1. */
export class Fatal extends Error {
  override name = 'Fatal';
}

/** What Go answers to a program that asks a pipe for the size of its window. */
export const noTerminal = 'inappropriate ioctl for device';
