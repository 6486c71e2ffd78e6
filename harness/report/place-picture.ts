/** The picture of an app goes beside its results; one of an earlier run never stays there. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pictureFile } from '../run/pictures.ts';

const name = 'picture.png';

/** @returns the file's name as results tell it; null where this run took none */
export function placePicture(runFolder: string | undefined, recipe: string, folder: string): string | null {
  const place = path.join(folder, name);
  rmSync(place, { force: true });
  const taken = runFolder === undefined ? undefined : pictureFile(runFolder, recipe);
  if (taken === undefined || !existsSync(taken)) return null;
  try {
    mkdirSync(folder, { recursive: true });
    // Not its mode: results are for everybody, the run's folder for its user alone.
    writeFileSync(place, readFileSync(taken));
    rmSync(taken);
    return name;
  } catch {
    // Results without a picture are results; half a picture is none.
    rmSync(place, { force: true });
    return null;
  }
}
