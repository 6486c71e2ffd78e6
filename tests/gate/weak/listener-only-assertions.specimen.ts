/** Specimen of `listener-only-assertions`. */
import { expect, test } from 'recipe-harness';

test('cards are kept', async ({ page, app }) => {
  page.once('console', line => { expect(line.text()).toContain('ready'); });
  await page.goto(app.url);
});
