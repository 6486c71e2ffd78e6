/** Given an overlay that proves less than it seems to, when the backup is proved with it, then its author is told so. */
import { expect, test } from '@playwright/test';
import { backupVerdict, green } from './verdict.ts';
import type { Change } from './twin.ts';

const userMistake = { exitCode: 2, word: 'red', fault: 'user', others: [] };
const record = 'The record "record-[0-9a-f]{8}" of shelf';

test('a wipe that does not wipe is found before any restore', async () => {
  const found = await backupVerdict('wipe that does not wipe', [
    { file: 'overlay.ts', line: "await app.exec('app', ['rm', `/data/live/${id}`]);", becomes: "await app.exec('app', ['ls', `/data/live/${id}`]);" },
  ]);
  const problem = { code: 'ERR_WIPE_INEFFECTIVE', fault: 'user', message: expect.stringMatching(new RegExp(`^${record} is still there after the wipe\\.$`)) };
  // The disaster needs no wipe: the volumes are gone.
  expect(found).toMatchObject({ ...userMistake, inPlace: problem, disaster: 'passed' });
});

test('a seed that nobody can read proves nothing', async () => {
  const found = await backupVerdict('seed that is not readable', [
    { file: 'overlay.ts', line: "await app.writeFile('app', `/data/live/${id}`, text);", becomes: "await app.writeFile('app', `/data/drafts/${id}`, text);" },
  ]);
  const problem = { code: 'ERR_SEED_NOT_READABLE', fault: 'user', message: "What was seeded into shelf (the overlay's record) cannot be read back as it was written." };
  expect(found).toMatchObject({ ...userMistake, inPlace: problem, disaster: problem });
});

test.describe('a read that takes whatever is not 200 for an absence', () => {
  const lax: Change = { file: 'overlay.ts', line: 'if (answer.status === 404) return undefined;', becomes: 'if (answer.status !== 200) return undefined;' };

  test('is not believed where the app answers with an error', async () => {
    const found = await backupVerdict('error taken for absence', [lax, { file: 'recipe/nginx.conf', line: 'try_files $uri =404;', becomes: 'try_files $uri =500;' }]);
    const problem = {
      code: 'ERR_ERROR_READ_AS_ABSENCE', fault: 'user',
      message: expect.stringMatching(/^read\(\) of shelf says that the record "record-[0-9a-f]{8}" is absent, but what it last saw is an error: GET \/record-[0-9a-f]{8} answered 500\.$/),
    };
    expect(found).toMatchObject({ ...userMistake, inPlace: problem, disaster: 'passed' });
  });

  test('is believed where the app says that nothing is there', async () => {
    expect(await backupVerdict('absence taken for absence', [lax])).toMatchObject(green);
  });
});
