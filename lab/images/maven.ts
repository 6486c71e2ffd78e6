/** Software published as an archive on Maven Central: fetched by Maven with this machine's settings, held to its checksum, unpacked, nothing run. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages, missingPackages } from '../engine/packages.ts';
import { LabError } from '../errors.ts';
import { sha256 } from './base.ts';
import type { MavenArchive } from './definition.ts';
import { cleanEnvironment } from './environment.ts';
import { trustOfThisMachine } from './java-trust.ts';
import { artefact, type Log } from './store.ts';

/** Pinned: what copies an artefact out of a repository, and nothing else. */
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** Unpacks the archive into `<tree><folder>`, without the one folder that it has at its top. */
export async function installArchive(archive: MavenArchive, tree: string, cacheFolder: string, log: Log): Promise<void> {
  await ensurePackages(log, missingPackages(['mvn']));
  const downloaded = await artefact(cacheFolder, 'archives', archive.sha256, (half) => download(archive, half));
  const folder = join(tree, archive.folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  await execa('tar', ['-xzf', join(downloaded, nameOf(archive)), '-C', folder, '--strip-components=1', '--no-same-owner'], { env: cleanEnvironment(), extendEnv: false });
}

function nameOf({ artifact, version }: MavenArchive): string {
  return `${artifact}-${version}.tar.gz`;
}

async function download(archive: MavenArchive, folder: string): Promise<void> {
  const coordinates = `${archive.group}:${archive.artifact}:${archive.version}:tar.gz`;
  // A repository of its own, removed at once: the user's keeps nothing of it.
  const repository = join(folder, 'repository');
  const trust = await trustOfThisMachine(folder);
  // Maven's own settings say how to reach the network: a proxy, a mirror.
  const result = await execa('mvn', ['--batch-mode', '--quiet', `-Dmaven.repo.local=${repository}`, copy, `-Dartifact=${coordinates}`, `-DoutputDirectory=${folder}`],
    { cwd: folder, reject: false, all: true, stdin: 'ignore', env: { MAVEN_OPTS: [process.env['MAVEN_OPTS'] ?? '', ...trust].join(' ').trim() } });
  for (const mine of [repository, join(folder, 'trusted')]) rmSync(mine, { recursive: true, force: true });
  if (result.failed) {
    throw new LabError({
      code: 'ERR_LAB_IMAGE_ARCHIVE',
      message: `Maven could not fetch ${coordinates}.`,
      wayOut: 'check that `mvn` reaches its repository from this machine; ~/.m2/settings.xml names a mirror or a proxy.',
      detail: (result.all === undefined || result.all === '' ? result.shortMessage ?? '' : result.all).trim().split('\n').slice(-15).join('\n'),
    });
  }
  const found = await sha256(join(folder, nameOf(archive)));
  if (found === archive.sha256) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_CHECKSUM',
    message: `${coordinates} is not what was pinned: its SHA-256 is ${found}, not ${archive.sha256}.`,
    wayOut: 'look at the mirror that ~/.m2/settings.xml names: it gave something else than Maven Central has.',
  });
}
