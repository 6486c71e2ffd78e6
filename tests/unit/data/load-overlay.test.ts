/** Given an overlay with a mistake in it, when it is loaded, then one message names the file and the way out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadOverlay } from '../../../harness/data/load-overlay.ts';
import type { Recipe } from '../../../harness/settings/recipe-schema.ts';

const made: string[] = [];
afterAll(() => { for (const folder of made) rmSync(folder, { recursive: true }); });

function overlayOf(source?: string): Recipe {
  const overlay = mkdtempSync(join(tmpdir(), 'overlay-'));
  made.push(overlay);
  if (source !== undefined) writeFileSync(join(overlay, 'overlay.mjs'), source);
  return { name: 'blog', overlay } as Recipe;
}

const witness = 'seed() {}, read() {}, wipe() {}';

test('a recipe without the file has no overlay', async () => {
  expect(await loadOverlay({ name: 'blog', overlay: undefined } as Recipe)).toBeUndefined();
  expect(await loadOverlay(overlayOf())).toBeUndefined();
});

test('a sound overlay is returned as it is', async () => {
  expect(await loadOverlay(overlayOf(`export default { data: { ${witness} } }`))).toHaveProperty('data.seed');
});

test.each([
  ['throws at import', 'throw new Error("no such port")', 'ERR_OVERLAY_IMPORT', /no such port/],
  ['exports nothing', 'export const overlay = {}', 'ERR_OVERLAY_IMPORT', /export default defineOverlay/],
  ['misspells a hook', 'export default { setup() {} }', 'ERR_OVERLAY_INCOMPLETE', /no hook named setup/],
  ['forgets a part of the witness', 'export default { data: { seed() {}, read() {} } }', 'ERR_OVERLAY_INCOMPLETE', /lacks data\.wipe/],
])('an overlay that %s is the user\'s mistake', async (_what, source, code, message) => {
  const error: unknown = await loadOverlay(overlayOf(source)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code, fault: 'user', message: expect.stringMatching(message) });
});
