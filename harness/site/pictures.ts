/** The pictures beside a recipe's results that a site may copy: plainly named files of their own that are whole. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

const mostBytes = 8 * 2 ** 20;
const plainName = /^[a-z0-9][a-z0-9_-]{0,60}\.png$/i;

/** The name of a picture in a recipe's folder if it may be shown; `picture` is what its results call it. */
export function pictureOf(recipeFolder: string, picture: string | null): string | null {
  if (picture === null || !plainName.test(picture)) return null;
  let descriptor: number;
  try {
    descriptor = openSync(join(recipeFolder, picture), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(descriptor);
    return stat.isFile() && stat.size <= mostBytes && isPng(descriptor, stat.size) ? picture : null;
  } finally {
    closeSync(descriptor);
  }
}

/** By its first and last bytes: one that was cut off while it was written has not the last. */
function isPng(descriptor: number, size: number): boolean {
  if (size < 57) return false;
  const [head, tail] = [Buffer.alloc(16), Buffer.alloc(8)];
  readSync(descriptor, head, 0, 16, 0);
  readSync(descriptor, tail, 0, 8, size - 8);
  return head.toString('latin1') === '\x89PNG\r\n\x1a\n\0\0\0\rIHDR' && tail.subarray(0, 4).toString('latin1') === 'IEND';
}
