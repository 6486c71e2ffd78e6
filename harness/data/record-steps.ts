/** How the steps of a witness are titled: whoever reads results tells by it what was seen of the app's data, and whose record it was. */

/** The witness of an overlay. */
export const overlaysRecord = "the overlay's record";

/** The witness of a recipe without one. */
export function fileInVolume(volume: string): string {
  return `a file in the volume ${volume}`;
}

/** The step that reads a record again and compares it. */
export function readAfter(what: string, after: string): string {
  return `read ${what} after ${after}: must be unchanged`;
}
