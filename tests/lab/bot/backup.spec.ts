/** The backup bot saves what an app's labels ask for, and gives it back. */
import { expect } from '@playwright/test';
import { snapshotId, test } from './stage.ts';

const enabled = { 'backupbot.backup': 'true' };

test('a volume that is lost comes back from its snapshot, and from no other', async ({ stage }) => {
  await stage.deploy({ app: { labels: { ...enabled, 'backupbot.backup.path': '/data' }, volumes: ['data:/data'] } }, ['data']);
  await stage.sh('app', 'mkdir /data/deep && printf first > /data/deep/file && chown 33:33 /data/deep/file && chmod 640 /data/deep/file');

  const first = await stage.bot(['create']);
  expect(first.output.trim().split('\n').at(-1)).toContain('backup finished');
  expect(first.status).toBe(0);
  await stage.sh('app', 'printf second > /data/deep/file');
  const second = await stage.bot(['create']);
  await stage.sh('app', 'rm -r /data/deep && printf new > /data/later');

  const restored = await stage.bot(['restore'], { SNAPSHOT: snapshotId(first), NONINTERACTIVE: 'true' });
  expect(restored.status).toBe(0);
  expect(await stage.sh('app', 'cat /data/deep/file; stat -c " %u:%g %a" /data/deep/file')).toBe('first 33:33 640');
  expect(await stage.sh('app', 'cat /data/later'), 'what came after the snapshot stays').toBe('new');

  await stage.bot(['restore'], { NONINTERACTIVE: 'true' });
  expect(await stage.sh('app', 'cat /data/deep/file'), 'without a name it is the latest').toBe('second');
  const listed = (await stage.bot(['snapshots'])).output.trim().split('\n');
  expect(listed.map((line) => line.split('\t')[1])).toEqual([first, second].map((said) => snapshotId(said).slice(0, 8)));
});

test('labels leave out volumes, or choose paths inside them', async ({ stage }) => {
  const labels = { ...enabled, 'backupbot.backup.volumes.cache': 'false', 'backupbot.backup.volumes.part.path': 'kept,also/kept' };
  await stage.deploy({ app: { labels, volumes: ['whole:/whole', 'cache:/cache', 'part:/part'] } }, ['whole', 'cache', 'part']);
  await stage.sh('app', 'mkdir /part/also; for f in /whole/a /cache/b /part/kept /part/also/kept /part/left; do echo x > $f; done');

  const { status } = await stage.bot(['create']);
  const files = (await stage.bot(['ls', '--all'])).output.split('\n').map((path) => /_(\w+)\/_data\/(.+)/.exec(path)?.slice(1, 3).join('/')).filter(Boolean);

  expect(status).toBe(0);
  expect(files.sort()).toEqual(['part/also', 'part/also/kept', 'part/kept', 'whole/a']);
});

test('hooks run in their own service with its environment, before the backup and after the restore', async ({ stage }) => {
  await stage.deploy({
    app: { labels: enabled, volumes: ['data:/data'] },
    db: {
      labels: {
        'backupbot.backup.pre-hook': "sh -c 'echo $$GREETING > /db/dump'", 'backupbot.backup.post-hook': 'touch /db/after',
        'backupbot.backup.volumes.db.path': 'dump', 'backupbot.restore.post-hook': 'cp /db/dump /tmp/loaded',
      },
      volumes: ['db:/db'], environment: ['GREETING=from the db'],
    },
  }, ['data', 'db']);

  await stage.bot(['create']);
  expect(await stage.sh('db', 'ls /db')).toBe('after\ndump');
  await stage.sh('db', 'rm /db/*');
  await stage.bot(['restore'], { NONINTERACTIVE: 'true' });

  expect(await stage.sh('db', 'cat /tmp/loaded')).toBe('from the db');
});

test('a hook that fails is told and nothing more: the habit that makes harnesses look at the dump', async ({ stage }) => {
  await stage.deploy({ app: { labels: { ...enabled, 'backupbot.backup.pre-hook': 'false | cat' }, volumes: ['data:/data'] } }, ['data']);

  const said = await stage.bot(['create'], { MACHINE_LOGS: 'true' });

  expect(said.output).toContain('"level": "ERROR"');
  expect(said.output).toContain('Failed to run command false | cat');
  expect(said.output).toContain('backup finished');
  expect(said.status).toBe(0);
});

test('a hook that meets a container which does not run ends the whole backup', async ({ stage }) => {
  await stage.deploy({
    app: { labels: enabled, volumes: ['data:/data'] },
    db: { labels: { 'backupbot.backup.pre-hook': 'true' }, command: 'exit 0' },
  }, ['data']);
  await stage.ended('db');

  const said = await stage.bot(['create']);

  expect(said.output).toMatch(/409 Client Error.*is not running/);
  expect(said.output).not.toContain('backup finished');
  expect(said.status).toBe(1);
  expect((await stage.bot(['snapshots'])).output).toContain(`No Backups found for ${stage.stack}`);
});

test('an app that says no is not backed up', async ({ stage }) => {
  await stage.deploy({ app: { labels: { 'backupbot.backup': 'false' }, volumes: ['data:/data'] } }, ['data']);
  const said = await stage.bot(['create']);
  expect(said.status).toBe(1);
  expect(said.output).toContain('No app to back up');
});

test('a person is asked before a restore; nobody there means no', async ({ stage }) => {
  await stage.deploy({ app: { labels: enabled, volumes: ['data:/data'] } }, ['data']);
  await stage.sh('app', 'echo kept > /data/file');
  await stage.bot(['create']);
  await stage.sh('app', 'rm /data/file');

  const asked = await stage.bot(['restore']);
  expect(asked.status).not.toBe(0);
  expect(await stage.sh('app', 'ls /data')).toBe('');
});

test('a snapshot can be packed into one file', async ({ stage }) => {
  await stage.deploy({ app: { labels: enabled, volumes: ['data:/data'] } }, ['data']);
  await stage.bot(['create']);

  const packed = await stage.bot(['download']);
  expect(packed.output).toMatch(/Backup has been written to \/tmp\/backup\.tar\.gz with sha256 [0-9a-f]{64}/);
});
