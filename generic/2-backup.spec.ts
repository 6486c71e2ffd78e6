/** Given a record of the app's data, when it is lost, then a backup brings it back: in place, and after a disaster. */
import { test } from 'recipe-harness';

test.describe.configure({ timeout: 0 });

test('a restore brings back what was wiped', { tag: '@backup' }, async ({ lifecycle }) => {
  const app = await lifecycle.headWithBackups();
  const record = await lifecycle.seedForBackup(app);
  const snapshot = await lifecycle.backUp(app);
  const wiped = await record.wipe(app);
  await lifecycle.backUpWithoutRecord(app);
  await lifecycle.restore(app, snapshot);
  await wiped.expectRestored(app, 'the restore');
});

test('a disaster is survived', { tag: '@backup' }, async ({ lifecycle }) => {
  const app = await lifecycle.headWithBackups();
  const record = await lifecycle.seedForBackup(app);
  const snapshot = await lifecycle.backUp(app);
  const rebuilt = await lifecycle.loseVolumes(app);
  await record.expectLost(rebuilt);
  await lifecycle.restore(rebuilt, snapshot);
  await record.expectUnchanged(rebuilt, 'the disaster');
});
