/** Given a recipe whose labels or hooks are wrong in one line, when its backup is proved, then the verdict says which promise is broken. */
import { expect, test } from '@playwright/test';
import { backupVerdict, green } from './verdict.ts';

const app = String.raw`shel-[0-9a-f]{6}\.lab\.test`;
const stack = app.replaceAll(String.raw`\.`, '_');
const recipeFault = { exitCode: 1, word: 'red', fault: 'recipe', others: [] };
const lost = (after: string) => ({
  code: 'ERR_DATA_LOST', fault: 'recipe',
  message: expect.stringMatching(new RegExp(`^The record "record-[0-9a-f]{8}" of shelf is gone after ${after}\\.$`)),
});
const incomplete = (what: string) => ({
  code: 'ERR_BACKUP_INCOMPLETE', fault: 'recipe',
  message: expect.stringMatching(new RegExp(`^Snapshot [0-9a-f]{8,64} of ${stack} lacks what its labels include: ${what}\\.$`)),
});

test('the sound twin is green', async () => {
  expect(await backupVerdict('sound')).toMatchObject(green);
});

test('a truncated dump loses the record', async () => {
  const found = await backupVerdict('truncated dump', [
    { file: 'recipe/hooks.sh', line: 'tar -cf /data/dump.tar -C /data live', becomes: 'tar -cf - -C /data live | head -c 700 > /data/dump.tar' },
  ]);
  expect(found).toMatchObject({ ...recipeFault, inPlace: lost('the restore'), disaster: lost('the disaster') });
});

test('a dump of no bytes is told from a sound one', async () => {
  const found = await backupVerdict('dump of no bytes', [
    { file: 'recipe/hooks.sh', line: 'tar -cf /data/dump.tar -C /data live', becomes: ': > /data/dump.tar' },
  ]);
  expect(found).toMatchObject({ ...recipeFault, inPlace: incomplete('data/dump\\.tar is a file of 0 bytes'), disaster: incomplete('data/dump\\.tar is a file of 0 bytes') });
});

test('a hook that fails while the backup says success', async () => {
  const found = await backupVerdict('failing hook', [
    { file: 'recipe/hooks.sh', line: 'tar -cf /data/dump.tar -C /data live', becomes: 'tar -cf /data/dump.tar.new -C /data lives && mv /data/dump.tar.new /data/dump.tar' },
  ]);
  expect(found).toMatchObject({ ...recipeFault, inPlace: incomplete('data/dump\\.tar is missing'), disaster: incomplete('data/dump\\.tar is missing') });
});

test('a dump outside every volume is never captured', async () => {
  const found = await backupVerdict('dump outside a volume', [
    { file: 'recipe/hooks.sh', line: 'tar -cf /data/dump.tar -C /data live', becomes: 'tar -cf /tmp/dump.tar -C /data live' },
  ]);
  expect(found).toMatchObject({ ...recipeFault, inPlace: incomplete('data/dump\\.tar is missing'), disaster: incomplete('data/dump\\.tar is missing') });
});

test('a restore hook that does nothing loses the record', async () => {
  const found = await backupVerdict('restore hook that does nothing', [
    { file: 'recipe/compose.yml', line: 'backupbot.restore.post-hook=sh /hooks.sh load', becomes: 'backupbot.restore.post-hook=true' },
  ]);
  expect(found).toMatchObject({ ...recipeFault, inPlace: lost('the restore'), disaster: lost('the disaster') });
});

test('labels that exclude every volume back nothing up', async () => {
  const found = await backupVerdict('backup of nothing', [
    { file: 'recipe/compose.yml', line: 'backupbot.backup.volumes.data.path=name.txt,dump.tar', becomes: 'backupbot.backup.volumes.data=false' },
  ]);
  const nothing = { code: 'ERR_BACKUP_EMPTY', fault: 'recipe', message: 'The backup labels of shelf include no volume: a backup of it holds nothing.' };
  expect(found).toMatchObject({ ...recipeFault, inPlace: nothing, disaster: nothing });
});
