/** Smaller answers of the engine: references of images, lines of logs, names of things, archives of files. */
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { archiveOf, readOnlyEntry } from '../../../harness/swarm/files.ts';
import { splitReference } from '../../../harness/swarm/images.ts';
import { belongsTo } from '../../../harness/swarm/leftovers.ts';
import { inOrder } from '../../../harness/swarm/logs.ts';

it('references of images', () => {
  expect(splitReference('nginx')).toEqual({ fromImage: 'nginx', tag: 'latest' });
  expect(splitReference('reg:5000/a/b')).toEqual({ fromImage: 'reg:5000/a/b', tag: 'latest' });
  expect(splitReference('reg:5000/a/b:1.2')).toEqual({ fromImage: 'reg:5000/a/b', tag: '1.2' });
  expect(splitReference('a@sha256:ff')).toEqual({ fromImage: 'a', tag: 'sha256:ff' });
});

it('log lines of both streams by their time', () => {
  expect(inOrder('2026-01-01T00:00:01Z out one\n2026-01-01T00:00:03Z out two\r\n', '2026-01-01T00:00:02Z err one\n')).toEqual(['out one', 'err one', 'out two']);
});

it('what belongs to a stack', () => {
  const of = (name: string, label?: string, known: string[] = []) => belongsTo({ id: '1', name, stack: label }, 'shop', known);
  expect(of('shop_data')).toBe(true);
  expect(of('shop')).toBe(false);
  expect(of('shopping_data')).toBe(false);
  expect(of('workshop_data')).toBe(false);
  expect(of('other', 'shop')).toBe(true);
  expect(of('shop_data', 'shop_eu')).toBe(false);
  expect(of('shop_eu_data')).toBe(true);
  expect(of('shop_eu_data', undefined, ['shop', 'shop_eu'])).toBe(false);
  expect(of('shop_europe', undefined, ['shop_eu'])).toBe(true);
});

describe('files in containers', () => {
  it('go through an archive byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    expect(await readOnlyEntry(archiveOf('x.bin', bytes) as unknown as Readable, '/x.bin')).toEqual(bytes);
    expect(await readOnlyEntry(archiveOf('empty', Buffer.alloc(0)) as unknown as Readable, '/empty')).toEqual(Buffer.alloc(0));
  });
});
