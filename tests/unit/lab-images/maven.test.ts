/** An archive from Maven Central is taken only as it was pinned, from wherever this machine gets it. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MavenArchive } from '../../../lab/images/definition.ts';
import { archiveUrl, installArchive } from '../../../lab/images/maven.ts';

const quiet = (): void => undefined;
let scratch: string;
let archive: MavenArchive;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lab-maven-'));
  const mirror = pathToFileURL(join(scratch, 'mirror')).href;
  const pinned = { group: 'org.example', artifact: 'app-dist', version: '1.2.3', sha256: '', folder: '/opt/app' };
  const file = join(scratch, 'mirror', archiveUrl(pinned, ''));
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(join(scratch, 'app-1.2.3', 'bin'), { recursive: true });
  writeFileSync(join(scratch, 'app-1.2.3', 'bin', 'app'), 'the program');
  execFileSync('tar', ['-czf', file, '-C', scratch, 'app-1.2.3']);
  archive = { ...pinned, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  vi.stubEnv('RECIPE_HARNESS_MAVEN', `${mirror}/`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

const cached = (): string[] => readdirSync(join(scratch, 'cache', 'images', 'archives'));

test('it lies where every repository of that layout has it', () => {
  expect(archiveUrl(archive, 'https://maven.example/all')).toBe('https://maven.example/all/org/example/app-dist/1.2.3/app-dist-1.2.3.tar.gz');
});

test('it is unpacked into its folder without the one at its top, and fetched once', async () => {
  await installArchive(archive, join(scratch, 'one'), join(scratch, 'cache'), quiet);
  vi.stubEnv('RECIPE_HARNESS_MAVEN', 'file:///nonexistent');
  await installArchive(archive, join(scratch, 'two'), join(scratch, 'cache'), quiet);
  expect(['one', 'two'].map((tree) => readFileSync(join(scratch, tree, 'opt/app/bin/app'), 'utf8'))).toEqual(['the program', 'the program']);
});

test('another content than the pinned one is refused, with where it came from, and is not kept', async () => {
  const other = { ...archive, sha256: '0'.repeat(64) };
  await expect(installArchive(other, join(scratch, 'tree'), join(scratch, 'cache'), quiet))
    .rejects.toThrow(new RegExp(`mirror/org/example/app-dist/1\\.2\\.3/.* is not what was pinned: its SHA-256 is ${archive.sha256}, not 0{64}`));
  expect(cached()).toEqual([]);
});

test('what cannot be fetched ends the build with the address, the reason and the way out, and leaves no half', async () => {
  vi.stubEnv('RECIPE_HARNESS_MAVEN', 'file:///nonexistent');
  await expect(installArchive(archive, join(scratch, 'tree'), join(scratch, 'cache'), quiet))
    .rejects.toThrow(/file:\/\/\/nonexistent\/org\/example\/.* could not be fetched.*\nWay out: .*RECIPE_HARNESS_MAVEN.*\ncurl: \(37\)/);
  expect(cached()).toEqual([]);
});
