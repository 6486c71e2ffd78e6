/** Given backup labels of either version, when the harness looks for what must be saved, then it finds exactly that. */
import { expect, test } from 'vitest';
import { asksForBackup, includedPaths, type ServiceForBackup } from '../../../harness/data/backup-labels.ts';

const service = (name: string, labels: Record<string, string>, mounts: Record<string, string> = {}): ServiceForBackup =>
  ({ name, labels, mounts: Object.entries(mounts).map(([volume, path]) => ({ volume, path })) });

test('a stack without the label asks for nothing', () => {
  const services = [service('app', {}, { content: '/srv' })];
  expect(asksForBackup(services)).toBe(false);
  expect(includedPaths(services)).toEqual([]);
});

test('a label switched off by its variable is off', () => {
  expect(asksForBackup([service('app', { 'backupbot.backup': 'false' })])).toBe(false);
  expect(asksForBackup([service('app', { 'backupbot.backup': '' })])).toBe(false);
});

test('one label on one service includes the volumes of all services', () => {
  const services = [service('app', { 'backupbot.backup': 'true' }, { content: '/srv' }), service('db', {}, { data: '/var/lib/db' })];
  expect(includedPaths(services).map(place => [place.service, place.volume, place.path])).toEqual([
    ['app', 'content', '/srv'], ['db', 'data', '/var/lib/db'],
  ]);
});

test('a volume is left out, another restricted to paths', () => {
  const services = [service('app', {
    'backupbot.backup': 'true',
    'backupbot.backup.volumes.cache': 'false',
    'backupbot.backup.volumes.data.path': 'backup.sql, media/',
  }, { cache: '/cache', data: '/data/' })];
  expect(includedPaths(services).map(place => [place.inside, place.path])).toEqual([
    ['backup.sql', '/data/backup.sql'], ['media/', '/data/media/'],
  ]);
});

test('a volume that two services mount is named once', () => {
  const services = [service('app', { 'backupbot.backup': 'true' }, { shared: '/a' }), service('worker', {}, { shared: '/b' })];
  expect(includedPaths(services)).toHaveLength(1);
});

test('the old label, a path in the container, saves the whole volume with the present bot', () => {
  const services = [service('app', { 'backupbot.backup': 'true', 'backupbot.backup.path': '/usr/share/nginx/html' }, { content: '/usr/share/nginx/html' })];
  expect(includedPaths(services)).toMatchObject([{ volume: 'content', inside: '' }]);
});
