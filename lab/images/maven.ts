/** Software published as an archive on Maven Central: fetched with this machine's settings, held to its checksum, unpacked, nothing run. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages, missingPackages } from '../engine/packages.ts';
import { LabError } from '../errors.ts';
import { sha256 } from './base.ts';
import type { MavenArchive } from './definition.ts';
import { cleanEnvironment } from './environment.ts';
import { artefact, type Log } from './store.ts';

const central = 'https://repo1.maven.org/maven2';

/** Where the archive lies in any repository of Maven's layout; `RECIPE_HARNESS_MAVEN` names another than the central one. */
export function archiveUrl({ group, artifact, version }: MavenArchive, repository: string = process.env['RECIPE_HARNESS_MAVEN'] ?? central): string {
  return [repository.replace(/\/+$/, ''), ...group.split('.'), artifact, version, `${artifact}-${version}.tar.gz`].join('/');
}

/** Unpacks the archive into `<tree><folder>`, without the one folder that it has at its top. */
export async function installArchive(archive: MavenArchive, tree: string, cacheFolder: string, log: Log): Promise<void> {
  await ensurePackages(log, missingPackages(['curl']));
  const downloaded = await artefact(cacheFolder, 'archives', archive.sha256, (half) => download(archive, join(half, 'archive.tar.gz')));
  const folder = join(tree, archive.folder);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  await execa('tar', ['-xzf', join(downloaded, 'archive.tar.gz'), '-C', folder, '--strip-components=1', '--no-same-owner'], { env: cleanEnvironment(), extendEnv: false });
}

async function download(archive: MavenArchive, file: string): Promise<void> {
  const url = archiveUrl(archive);
  const stalled = ['--connect-timeout', '20', '--speed-limit', '1000', '--speed-time', '60', '--retry', '3'];
  // The caller's environment says how to reach the network: a proxy, a certificate.
  const result = await execa('curl', ['--fail', '--location', '--silent', '--show-error', ...stalled, '--output', file, url], { reject: false, stdin: 'ignore' });
  if (result.failed) {
    throw new LabError({
      code: 'ERR_LAB_IMAGE_ARCHIVE',
      message: `${url} could not be fetched.`,
      wayOut: 'check that curl reaches it from this machine, or name a mirror of Maven Central in RECIPE_HARNESS_MAVEN.',
      detail: result.stderr.trim() || result.shortMessage,
    });
  }
  const found = await sha256(file);
  if (found === archive.sha256) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_CHECKSUM',
    message: `${url} is not what was pinned: its SHA-256 is ${found}, not ${archive.sha256}.`,
    wayOut: 'fetch it from Maven Central itself (unset RECIPE_HARNESS_MAVEN); a proxy or mirror gave something else.',
  });
}
