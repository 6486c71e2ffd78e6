/** An archive from Maven Central is taken only as it was pinned, from wherever Maven gets it. Maven itself is stood in for: it alone knows where that is. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MavenArchive } from '../../../lab/images/definition.ts';
import { installArchive } from '../../../lab/images/maven.ts';

/** Copies what it has under the coordinates that it is asked for; keeps something in its repository, as the real one does. */
const maven = (store: string): string => `#!/bin/sh
for word; do case $word in
  -Dartifact=*) artifact=\${word#*=};;
  -DoutputDirectory=*) folder=\${word#*=};;
  -Dmaven.repo.local=*) mkdir -p "\${word#*=}/plugins";;
esac; done
IFS=: read -r group name version kind <<END
$artifact
END
cp "${store}/$group/$name/$version/$name-$version.$kind" "$folder/" || { echo "[ERROR] Could not find artifact $artifact"; exit 1; }
`;

const quiet = (): void => undefined;
let scratch: string;
let archive: MavenArchive;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lab-maven-'));
  const store = join(scratch, 'store');
  const place = join(store, 'org.example', 'app-dist', '1.2.3');
  const file = join(place, 'app-dist-1.2.3.tar.gz');
  for (const folder of [place, join(scratch, 'app-1.2.3', 'bin'), join(scratch, 'path')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(scratch, 'app-1.2.3', 'bin', 'app'), 'the program');
  execFileSync('tar', ['-czf', file, '-C', scratch, 'app-1.2.3']);
  archive = { group: 'org.example', artifact: 'app-dist', version: '1.2.3', sha256: createHash('sha256').update(readFileSync(file)).digest('hex'), folder: '/opt/app' };
  writeFileSync(join(scratch, 'path', 'mvn'), maven(store));
  chmodSync(join(scratch, 'path', 'mvn'), 0o755);
  vi.stubEnv('PATH', `${join(scratch, 'path')}:${process.env['PATH'] ?? ''}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

const cached = (): string[] => readdirSync(join(scratch, 'cache', 'images', 'archives'));

test('it is unpacked into its folder without the one at its top, and fetched once', async () => {
  await installArchive(archive, join(scratch, 'one'), join(scratch, 'cache'), quiet);
  rmSync(join(scratch, 'store'), { recursive: true });
  await installArchive(archive, join(scratch, 'two'), join(scratch, 'cache'), quiet);
  expect(['one', 'two'].map((tree) => readFileSync(join(scratch, tree, 'opt/app/bin/app'), 'utf8'))).toEqual(['the program', 'the program']);
});

test('nothing but the archive is kept of what Maven fetched', async () => {
  await installArchive(archive, join(scratch, 'tree'), join(scratch, 'cache'), quiet);
  const [only = ''] = cached();
  expect(readdirSync(join(scratch, 'cache', 'images', 'archives', only)).filter((name) => /repository|plugins/.test(name))).toEqual([]);
});

test('another content than the pinned one is refused by its name, and is not kept', async () => {
  const other = { ...archive, sha256: '0'.repeat(64) };
  await expect(installArchive(other, join(scratch, 'tree'), join(scratch, 'cache'), quiet))
    .rejects.toThrow(new RegExp(`org\\.example:app-dist:1\\.2\\.3:tar\\.gz is not what was pinned: its SHA-256 is ${archive.sha256}, not 0{64}`));
  expect(cached()).toEqual([]);
});

test('what cannot be fetched ends the build with its name, the reason and the way out, and leaves no half', async () => {
  await expect(installArchive({ ...archive, version: '9.9.9' }, join(scratch, 'tree'), join(scratch, 'cache'), quiet))
    .rejects.toThrow(/Maven could not fetch org\.example:app-dist:9\.9\.9:tar\.gz.*\nWay out: .*settings\.xml.*\n(.*\n)*.*Could not find artifact/);
  expect(cached()).toEqual([]);
});
