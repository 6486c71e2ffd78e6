/** The base of all images: a small Debian with the lab's root certificate in its trust store, made once per cache. */
import { copyFileSync, createReadStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { baseDefinition } from './definitions/base.ts';
import { cleanEnvironment } from './environment.ts';
import { hostAptSettings, hostArchive, sourceLines } from './sources.ts';
import { artefact, build, keyOf, scriptPath, type Log } from './store.ts';

export interface Layer {
  key: string;
  tar: string;
  /** sha256 of the tar: how the engine names a layer. */
  diffId: string;
  /** The exact version of what the image holds. */
  version: string;
}

export interface Base extends Layer {
  /** The base unpacked, for layers to be laid over. */
  root: string;
}

/** Known before the base is built: what an image in the engine is compared with. */
export function baseKey(certificate: string): string {
  const { packages, suite } = baseDefinition;
  return keyOf('base', packages, suite, process.arch, readFileSync(scriptPath('base.sh'), 'utf8'), readFileSync(certificate, 'utf8'));
}

export async function ensureBase(cacheFolder: string, certificate: string, log: Log): Promise<Base> {
  const { packages, suite } = baseDefinition;
  const key = baseKey(certificate);
  const folder = await artefact(cacheFolder, 'bases', key, async (half) => {
    log(`building ${baseDefinition.ref} (once, about half a minute)`);
    const job = join(half, 'job');
    mkdirSync(job, { recursive: true });
    copyFileSync(certificate, join(job, 'root.crt'));
    writeFileSync(join(job, 'sources.list'), sourceLines(await hostArchive(), suite).join('\n') + '\n');
    writeFileSync(join(job, 'apt.conf'), ['APT::Install-Recommends "false";', 'Acquire::Languages "none";', ...await hostAptSettings()].join('\n') + '\n');
    const tar = join(half, 'layer.tar');
    await build('base.sh', [job, packages.join(','), tar, suite], baseDefinition.ref);
    const root = join(half, 'root');
    mkdirSync(root, { mode: 0o755 });
    const [diffId] = await Promise.all([
      sha256(tar),
      execa('tar', ['--numeric-owner', '--xattrs', '--xattrs-include=security.*', '-C', root, '-xpf', tar, '--exclude=./dev/*'], { env: cleanEnvironment(), extendEnv: false }),
    ]);
    const version = readFileSync(join(root, 'etc/debian_version'), 'utf8').trim();
    writeFileSync(join(half, 'facts.json'), JSON.stringify({ diffId, version }));
    handOverLists(join(job, 'lists'), join(cacheFolder, 'images', `lists-${suite}`));
    rmSync(job, { recursive: true });
  });
  return { key, tar: join(folder, 'layer.tar'), root: join(folder, 'root'), ...readFacts(folder) };
}

/** Spares the first layer an update. Where there are lists, they stay: another process may be reading them. */
function handOverLists(fresh: string, lists: string): void {
  if (existsSync(lists)) return;
  writeFileSync(join(fresh, 'updated'), '');
  renameSync(fresh, lists);
}

export function readFacts(folder: string): { diffId: string; version: string } {
  return JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as { diffId: string; version: string };
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
