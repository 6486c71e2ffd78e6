/** Given the folder of a run whose provider stays up, when its tests are over, then what is left there is the provider's alone. */
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareAbraDirs } from '../../../harness/run/abra-dir.ts';
import { keepForApps } from '../../../harness/run/run-folders.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'warm-folder-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '{}');
  }
}

test('the files of its tests go, the provider keeps its secrets, and later runs find the catalogue', async () => {
  write('catalogue/recipes.json', 'catalogue/.git/HEAD');
  await prepareAbraDirs(folder, { server: 'lab.test', catalogue: join(folder, 'catalogue') });
  expect(existsSync(join(folder, 'abra/catalogue/recipes.json')), 'before').toBe(true);
  expect(lstatSync(join(folder, 'abra/catalogue')).isSymbolicLink(), 'one copy').toBe(true);
  const provider = 'keyc-d4e5f6.lab.test';
  write('run.json', 'ledger.jsonl', `secrets/${provider}.json`, 'secrets/whoa-a1b2c3.lab.test.json', 'grants/whoa-a1b2c3.lab.test.json',
    `dependencies/servers/lab.test/${provider}.env`, 'set-up/0a1b2c3d.json', 'browser-home-plain/Cookies');

  await keepForApps(folder, [provider]);

  expect(readdirSync(folder).sort()).toEqual(['catalogue', 'dependencies', 'grants', 'ledger.jsonl', 'run.json', 'secrets']);
  expect(readdirSync(join(folder, 'secrets'))).toEqual([`${provider}.json`]);
  expect(readdirSync(join(folder, 'grants'))).toEqual([]);
  expect(existsSync(join(folder, `dependencies/servers/lab.test/${provider}.env`))).toBe(true);
  expect(readFileSync(join(folder, 'dependencies/catalogue/recipes.json'), 'utf8')).toBe('{}');
});

test('a run that is taken up again has the catalogue of that day, in both halves', async () => {
  write('catalogue/recipes.json');
  await prepareAbraDirs(folder, { server: 'lab.test', catalogue: join(folder, 'catalogue') });
  writeFileSync(join(folder, 'catalogue/recipes.json'), '{"new":{}}');
  await prepareAbraDirs(folder, { server: 'lab.test', catalogue: join(folder, 'catalogue') });
  for (const half of ['abra', 'dependencies']) expect(readFileSync(join(folder, half, 'catalogue/recipes.json'), 'utf8')).toBe('{"new":{}}');
});
