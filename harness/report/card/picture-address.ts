/** A picture file as an address that a page without network can show; undefined where it is none that one would show. */
import { readFileSync, statSync } from 'node:fs';
import { PNG } from 'pngjs';

/** More than a picture of 1280×800 ever has by far. */
const mostBytes = 8 * 2 ** 20;
const mostSide = 4_000;

export function pictureAddress(file: string): string | undefined {
  try {
    if (statSync(file).size > mostBytes) return undefined;
    const bytes = readFileSync(file);
    // Its own word on its size, before room is made for that.
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    if (width > mostSide || height > mostSide) return undefined;
    PNG.sync.read(bytes);
    return `data:image/png;base64,${bytes.toString('base64')}`;
  } catch {
    return undefined;
  }
}
