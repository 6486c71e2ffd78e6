/** Given backup labels of either version, when the harness looks for what must be saved, then it finds exactly that. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asksForBackup, includedPaths, type ServiceForBackup } from '../../../harness/data/backup-labels.ts';

const service = (name: string, labels: Record<string, string>, mounts: Record<string, string> = {}): ServiceForBackup =>
  ({ name, labels, mounts: Object.entries(mounts).map(([volume, path]) => ({ volume, path })) });

/** Given these services, then these places are saved, as `volume` or `volume/path inside`; undefined where nothing asks for a backup. */
const cases: Record<string, { services: ServiceForBackup[]; saved: string[] | undefined }> = {
  'no label': { services: [service('app', {}, { content: '/srv' })], saved: undefined },
  'switched off by its variable': { services: [service('app', { 'backupbot.backup': 'false' }, { content: '/srv' })], saved: undefined },
  'switched off by an empty variable': { services: [service('app', { 'backupbot.backup': '' }, { content: '/srv' })], saved: undefined },
  'a word that means nothing': { services: [service('app', { 'backupbot.backup': 'on' }, { content: '/srv' })], saved: undefined },
  'a label of a volume alone': { services: [service('app', { 'backupbot.backup.volumes.content.path': 'a' }, { content: '/srv' })], saved: undefined },
  ...Object.fromEntries(['true', 'True', '1', 'yes', ' YES '].map(value => [`switched on by "${value}"`,
    { services: [service('app', { 'backupbot.backup': value }, { content: '/srv' })], saved: ['content'] }])),
  'one of several services asks': {
    services: [service('web', { 'backupbot.backup': 'false' }), service('app', { 'backupbot.backup': 'true' }, { content: '/srv' }), service('db', {}, { data: '/var/lib/db' })],
    saved: ['content', 'data'],
  },
  'a volume left out': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.cache': 'false' }, { cache: '/cache', data: '/data' })], saved: ['data'],
  },
  'a volume left out in the older way': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.volumes.cache': 'False ' }, { cache: '/cache', data: '/data' })], saved: ['data'],
  },
  'every volume left out': { services: [service('app', { 'backupbot.backup': 'true', 'backupbot.volumes.data': 'false' }, { data: '/data' })], saved: [] },
  'a volume kept in so many words': { services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data': 'true' }, { data: '/data' })], saved: ['data'] },
  'left out by one service, mounted by another': {
    services: [service('app', { 'backupbot.backup': 'true' }, { data: '/data' }), service('db', { 'backupbot.backup.volumes.data': 'false' })], saved: [],
  },
  'paths inside a volume': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data.path': 'backup.sql, /media' }, { data: '/data/' })],
    saved: ['data/backup.sql', 'data/media'],
  },
  'a path in the older way': { services: [service('app', { 'backupbot.backup': 'true', 'backupbot.volumes.data.path': 'dump.sql' }, { data: '/data' })], saved: ['data/dump.sql'] },
  'paths of two services add up': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data.path': 'a' }, { data: '/data' }), service('db', { 'backupbot.backup.volumes.data.path': 'b' })],
    saved: ['data/a', 'data/b'],
  },
  'an empty path is the whole volume': { services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data.path': '' }, { data: '/data' })], saved: ['data'] },
  'left out as well as restricted': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data.path': 'a', 'backupbot.backup.volumes.data': 'false' }, { data: '/data' })], saved: [],
  },
  'a name with a dot in it': { services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.my.data': 'false' }, { 'my.data': '/data' })], saved: [] },
  'a volume that two services mount': { services: [service('app', { 'backupbot.backup': 'true' }, { shared: '/a' }), service('worker', {}, { shared: '/b' })], saved: ['shared'] },
  'the oldest label, a path in the container': {
    services: [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.path': '/usr/share/nginx/html' }, { content: '/usr/share/nginx/html' })], saved: ['content'],
  },
};

test.each(Object.entries(cases))('%s', (_name, { services, saved }) => {
  expect(asksForBackup(services)).toBe(saved !== undefined);
  expect(includedPaths(services).map(({ volume, inside }) => inside === '' ? volume : `${volume}/${inside}`).sort()).toEqual(saved ?? []);
});

test("the lab's bot reads each of them in the same way", () => {
  const output = execFileSync('python3', ['-B', join(import.meta.dirname, 'bot-reads.py'), join(import.meta.dirname, '../../../lab/bot')], {
    input: JSON.stringify(Object.values(cases).map(each => each.services)), encoding: 'utf8',
  });
  const read = JSON.parse(output) as (string[] | null)[];
  expect(Object.fromEntries(Object.keys(cases).map((name, index) => [name, read[index] ?? undefined])))
    .toEqual(Object.fromEntries(Object.entries(cases).map(([name, { saved }]) => [name, saved])));
});

test('a place is told by its path in the container of the service that mounts it', () => {
  const services = [
    service('app', { 'backupbot.backup': 'true', 'backupbot.backup.volumes.data.path': 'backup.sql, media/' }, { content: '/srv' }),
    service('db', {}, { data: '/data/' }),
  ];
  expect(includedPaths(services).map(place => [place.service, place.path])).toEqual([['app', '/srv'], ['db', '/data/backup.sql'], ['db', '/data/media/']]);
});
