/** Given a snapshot's listing, when it lacks what the labels include, then the verdict names what is missing. */
import { expect, test } from 'vitest';
import { judgeArtefact, judgeLabels } from '../../../harness/data/artefact.ts';
import type { BackupPath } from '../../../harness/data/backup-labels.ts';

const root = '/var/lib/docker/volumes/blog_lab_test';
const whole: BackupPath = { service: 'app', volume: 'content', inside: '', path: '/srv' };
const dump: BackupPath = { service: 'db', volume: 'data', inside: 'backup.sql', path: '/data/backup.sql' };
const file = (path: string, size: number) => ({ path: `${root}_${path}`, type: 'file', size });
const folder = (path: string) => ({ path: `${root}_${path}`, type: 'dir', size: 0 });
const judge = (included: BackupPath[], entries: Parameters<typeof judgeArtefact>[3]) =>
  () => { judgeArtefact('blog_lab_test', 'a1b2c3d4', included, entries); };

test('a snapshot with the volume and the dump is sound', () => {
  expect(judge([whole, dump], [folder('content/_data'), file('content/_data/index.html', 12), file('data/_data/backup.sql', 900)])).not.toThrow();
});

test('a snapshot of nothing is empty', () => {
  expect(judge([whole], [folder('content/_data')])).toThrow(expect.objectContaining({ code: 'ERR_BACKUP_EMPTY', fault: 'recipe' }) as Error);
});

test('a dump that the hook did not write is missing', () => {
  expect(judge([whole, dump], [folder('content/_data'), file('content/_data/index.html', 12)])).toThrow(/data\/backup\.sql is missing/);
});

test('a dump of no bytes is a failure although the file is there', () => {
  expect(judge([dump], [file('data/_data/PG_VERSION', 3), file('data/_data/backup.sql', 0)])).toThrow(/data\/backup\.sql is a file of 0 bytes/);
});

test('files of another stack with a longer name do not count', () => {
  const entries = [{ path: '/var/lib/docker/volumes/other_lab_test_content/_data/index.html', type: 'file', size: 9 }];
  expect(judge([whole], entries)).toThrow(expect.objectContaining({ code: 'ERR_BACKUP_EMPTY' }) as Error);
});

test('labels that ask for a backup of nothing are told before any backup', () => {
  expect(() => { judgeLabels('blog', []); }).toThrow(expect.objectContaining({ code: 'ERR_BACKUP_EMPTY', fault: 'recipe' }) as Error);
  expect(() => { judgeLabels('blog', [whole]); }).not.toThrow();
});
