/** Given a folder, when its files are listed, then they are its own, whatever links lie in it. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesBelow } from '../../harness/files-below.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
const below = (...without: string[]) => filesBelow(at('own'), without).map(file => path.relative(at('own'), file));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-files-below-'));
  for (const file of ['own/b/deep/file', 'own/a', 'own/.hidden/file', 'own/node_modules/x/index.js', 'own/b/node_modules/y.js', 'other/theirs']) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), '');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('all are named, sorted, hidden ones too; folders that are not wanted at any depth are left out', () => {
  expect(below('node_modules')).toEqual(['.hidden/file', 'a', 'b/deep/file']);
  expect(below()).toEqual(['.hidden/file', 'a', 'b/deep/file', 'b/node_modules/y.js', 'node_modules/x/index.js']);
});

test.each([['to a folder elsewhere', '../other'], ['to a file', '../other/theirs'], ['round in a circle', '.'], ['to nowhere', 'nowhere']])('a link %s is neither followed nor named', (_name, to) => {
  symlinkSync(to, at('own/link'));
  expect(below('node_modules')).toEqual(['.hidden/file', 'a', 'b/deep/file']);
});

test('a folder that is not there is an error', () => {
  expect(() => filesBelow(at('nowhere'))).toThrow('ENOENT');
});
