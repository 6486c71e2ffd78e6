/** Given the app of this run, when it is removed, then nothing of it is left on the server. */
import { test } from 'recipe-harness';

test.describe.configure({ timeout: 0 });
test.use({ lastOfProject: true });

test('is removed without a trace', { tag: '@teardown' }, async ({ lifecycle }) => {
  await lifecycle.tearDown();
});
