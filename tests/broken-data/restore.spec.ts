/** Given an abra that does not restore what it was told to, when the restore is proved, then its success is not believed. */
import { expect, test } from '@playwright/test';
import { backupVerdict } from './verdict.ts';

// Sound twin: the same wrapper, which hands everything on, stands before abra in every other test.
const handsOn = '"app restore") ;;';
const lost = (after: string) => ({
  code: 'ERR_DATA_LOST', fault: 'recipe',
  message: expect.stringMatching(new RegExp(`^The record "record-[0-9a-f]{8}" of shelf is gone after ${after}\\.$`)),
});

test('a restore that does nothing', async () => {
  const found = await backupVerdict('restore that does nothing', [
    { file: 'abra', line: handsOn, becomes: '"app restore") echo "restore finished"; exit 0 ;;' },
  ]);
  expect(found).toMatchObject({ exitCode: 1, word: 'red', fault: 'recipe', others: [], inPlace: lost('the restore'), disaster: lost('the disaster') });
});

test('a restore of an older snapshot', async () => {
  // Whatever it is told, it restores the snapshot that it was told first: the right one in place, the wrong one after the disaster.
  const found = await backupVerdict('restore of an older snapshot', [
    { file: 'abra', line: handsOn, becomes: '"app restore") [ -f "$0.first" ] || echo "$4" > "$0.first"; app=$3; shift 4; set -- app restore "$app" "$(cat "$0.first")" "$@" ;;' },
  ]);
  expect(found).toMatchObject({ exitCode: 1, word: 'red', fault: 'recipe', others: [], inPlace: 'passed', disaster: lost('the disaster') });
});

test('a restore of the newest snapshot, whichever was named', async () => {
  const found = await backupVerdict('restore of the newest snapshot', [
    { file: 'abra', line: handsOn, becomes: '"app restore") app=$3; shift 4; set -- app restore "$app" latest "$@" ;;' },
  ]);
  expect(found).toMatchObject({ exitCode: 1, word: 'red', fault: 'recipe', others: [], inPlace: lost('the restore'), disaster: 'passed' });
});
