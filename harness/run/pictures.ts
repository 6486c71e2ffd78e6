/** Where a run keeps the pictures of its apps until its results are written. */
import { join } from 'node:path';

export function pictureFile(runFolder: string, recipe: string): string {
  return join(runFolder, 'pictures', `${recipe}.png`);
}
