/** One image's own layer: its definition installed over the base, in a cache by everything that went into it. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../errors.ts';
import { readFacts, sha256, type Base, type Layer } from './base.ts';
import { holdsVersion, upstreamVersion, type ImageDefinition, type NodeVersion } from './definition.ts';
import { installArchive } from './maven.ts';
import { installNode } from './node.ts';
import { installNpmPackages } from './npm.ts';
import { installWheels } from './python.ts';
import { hostAptSettings, hostArchive, sourceLines } from './sources.ts';
import { artefact, build, keyOf, scriptPath, type Log } from './store.ts';

/** Changes when the image would. The engine's configuration is left out: it is no part of the layer. */
export function layerKey(definition: ImageDefinition, baseKey: string): string {
  const { config: _config, file: _file, over, ...content } = definition;
  return keyOf('layer', content, over === undefined ? baseKey : layerKey(over, baseKey), readFileSync(scriptPath('layer.sh'), 'utf8'));
}

export async function ensureLayer(definition: ImageDefinition, base: Base, cacheFolder: string, log: Log): Promise<Layer> {
  const key = layerKey(definition, base.key);
  const folder = await artefact(cacheFolder, 'layers', key, async (half) => {
    log(`building ${definition.ref}`);
    const job = join(half, 'job');
    await writeJob(job, definition, cacheFolder, log);
    const tar = join(half, 'layer.tar');
    await build('layer.sh', [job, base.root, join(cacheFolder, 'images'), tar], definition.ref);
    const version = foundVersion(definition, job);
    checkVersion(definition, version);
    writeFileSync(join(half, 'facts.json'), JSON.stringify({ diffId: await sha256(tar), version }));
    rmSync(job, { recursive: true });
  });
  return { key, tar: join(folder, 'layer.tar'), ...readFacts(folder) };
}

async function writeJob(job: string, definition: ImageDefinition, cacheFolder: string, log: Log): Promise<void> {
  mkdirSync(job, { recursive: true });
  const suite = definition.suite ?? 'bookworm';
  const lines = {
    suite: [suite],
    packages: definition.packages,
    'sources.list': sourceLines(await hostArchive(), suite),
    'apt.conf': ['Acquire::Languages "none";', ...await hostAptSettings()],
    'leave-out': definition.leaveOut ?? [],
    package: definition.holds.from === 'debian' ? [definition.holds.package] : [],
    only: definition.only ?? [],
    'run.sh': definition.run ?? [],
  };
  for (const [name, content] of Object.entries(lines)) writeFileSync(join(job, name), content.map((line) => `${line}\n`).join(''));
  if (definition.python !== undefined) await installWheels(definition.python, join(job, 'files'), cacheFolder, log);
  if (definition.archive !== undefined) await installArchive(definition.archive, join(job, 'files'), cacheFolder, log);
  if (definition.node !== undefined) await installNode(definition.node.version, join(job, 'files'), cacheFolder);
  if (definition.npm !== undefined) await installNpmPackages(definition.npm, nodeUnder(definition), join(job, 'files'), cacheFolder, log);
  for (const file of definition.files ?? []) {
    const path = join(job, 'files', file.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, file.content);
    chmodSync(path, file.mode ?? 0o644);
  }
}

function nodeUnder({ ref, over }: ImageDefinition): NodeVersion {
  if (over?.node !== undefined) return over.node;
  throw new TypeError(`${ref} has npm packages and no Node: it needs \`over: node\``);
}

function foundVersion({ holds }: ImageDefinition, job: string): string {
  return holds.from === 'debian' ? upstreamVersion(readFileSync(join(job, 'version'), 'utf8').trim()) : holds.version;
}

/** A tag is a promise about its content; compose files name it, so it cannot follow the archive by itself. */
export function checkVersion({ ref, file, holds }: ImageDefinition, found: string): void {
  if (holdsVersion(holds.version, found)) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_VERSION',
    fault: 'lab',
    message: `${ref} is to hold ${holds.package} ${holds.version}, but Debian's archive now has ${found} (${file}).`,
    wayOut: `set the new version in ${file}, and its tag there and in the compose files under lab/recipes that name it.`,
  });
}
