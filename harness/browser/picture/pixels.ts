/** What two pictures of one page, taken one after the other, say of it: whether it rests, and whether there is anything on it. */
import { PNG } from 'pngjs';

/** Of red, green and blue together: less is a shadow, or a wash of colour. */
const edge = 48;
/** Of a page of 1280×800 these are some 1500 pixels, less than one line of text has. */
const leastDetail = 0.0015;
/** A cursor, or a letter drawn a little differently. */
const fewPixels = 30;

export interface Look {
  /** Nearly one colour, or a wash of colours, in all that rests. */
  readonly blank: boolean;
  /** Something moved between the two. */
  readonly moving: boolean;
}

/** Sides of the cells in which movement is looked for. */
const cell = 32;

/** Detail is where neighbours differ; what moves, and what is close to it, counts for none: a spinner's ring is no content. */
export function lookAt(first: Buffer, second: Buffer): Look {
  const [one, other] = [PNG.sync.read(first), PNG.sync.read(second)];
  const { width, height } = one;
  if (other.width !== width || other.height !== height) return { blank: false, moving: true };
  const columns = Math.ceil(width / cell) + 2;
  const restless = new Uint8Array(columns * (Math.ceil(height / cell) + 2));
  const cellOf = (x: number, y: number): number => (Math.floor(y / cell) + 1) * columns + Math.floor(x / cell) + 1;
  let moved = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      if (far(one.data, other.data, at, at) <= edge) continue;
      moved++;
      for (const row of [-columns, 0, columns]) restless.fill(1, cellOf(x, y) + row - 1, cellOf(x, y) + row + 2);
    }
  }
  let edges = 0;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      if (restless[cellOf(x, y)] === 1) continue;
      const at = 4 * (y * width + x);
      if (far(one.data, one.data, at, at + 4) > edge || far(one.data, one.data, at, at + 4 * width) > edge) edges++;
    }
  }
  return { blank: edges / (width * height) < leastDetail, moving: moved > fewPixels };
}

function far(one: Buffer, other: Buffer, at: number, to: number): number {
  return Math.abs(one[at]! - other[to]!) + Math.abs(one[at + 1]! - other[to + 1]!) + Math.abs(one[at + 2]! - other[to + 2]!);
}
