/** Takes a picture of a page once it has something to show: blank ones, and those of a page that is loading, are taken again. */
import type { Page } from '@playwright/test';
import { change, frames, saysThatItLoads, settle, textOf } from './page-state.ts';
import { lookAt } from './pixels.ts';

export type Picture = { readonly png: Buffer } | { readonly none: string };

export interface TakePictureInit {
  /** What of a text nobody may see; undefined where there is nothing of the kind. */
  readonly secretIn: (text: string) => string | undefined;
  readonly attempts?: number;
  /** How long each attempt waits for what may not come. */
  readonly patienceMs?: number;
}

/** Apart by these frames, a fifth of a second, even a slow spinner has turned. */
const apart = 12;

/** @returns why there is none where it shows a secret, or stays blank or loading */
export async function takePicture(page: Page, { secretIn, attempts = 5, patienceMs = 2_000 }: TakePictureInit): Promise<Picture> {
  let why = 'its page never rested';
  for (let left = attempts; left > 0; left--) {
    const loaded = await settle(page, patienceMs);
    const [url, before, first] = [page.url(), await textOf(page), await page.screenshot()];
    await frames(page, apart);
    const [png, after, loads] = [await page.screenshot(), await textOf(page), await saysThatItLoads(page)];
    const secret = secretIn(before) ?? secretIn(after);
    if (secret !== undefined) return { none: `its page shows a secret: ${secret}` };
    const { blank, moving } = lookAt(first, png);
    const goesOn = page.url() !== url;
    if (blank) why = 'its page stays blank';
    else if (loads || goesOn) why = 'its page is still loading';
    // One that never rests, and shows more than what moves, is shown as it is in the end.
    else if ((loaded && !moving) || left === 1) return { png };
    if (left > 1) await change(page, patienceMs);
  }
  return { none: why };
}
