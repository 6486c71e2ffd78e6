/** Single files into and out of a container through the engine's archive interface: needs no shell and no tar inside. */
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import * as tar from 'tar-stream';
import { HarnessError } from '../errors.ts';
import { refusedWith } from './errors.ts';

export interface PutOptions {
  /** 0644 when not given. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A tar archive of one file, with `name` as its only entry. */
export function archiveOf(name: string, bytes: Buffer, options: PutOptions = {}): tar.Pack {
  const pack = tar.pack();
  pack.entry({ name, mode: options.mode ?? 0o644, uid: options.uid ?? 0, gid: options.gid ?? 0, mtime: new Date() }, bytes);
  pack.finalize();
  return pack;
}

export async function put(docker: Dockerode, containerId: string, path: string, bytes: Buffer, options: PutOptions = {}): Promise<void> {
  const archive = archiveOf(posix.basename(path), bytes, options);
  await docker.getContainer(containerId).putArchive(archive as unknown as NodeJS.ReadableStream, { path: posix.dirname(path) });
}

/** Whether a path in a container is a folder, by the first entry of its archive; the rest is not read. */
export async function kindOf(docker: Dockerode, containerId: string, path: string): Promise<'file' | 'folder'> {
  const archive = await docker.getContainer(containerId).getArchive({ path }) as Readable;
  const extract = tar.extract();
  archive.on('error', error => extract.destroy(error)).pipe(extract);
  for await (const entry of extract) {
    archive.destroy();
    return entry.header.type === 'directory' ? 'folder' : 'file';
  }
  return 'file';
}

/** The bytes of the one file in the archive that the engine hands out for a path. */
export async function readOnlyEntry(archive: Readable, path: string): Promise<Buffer> {
  const extract = tar.extract();
  archive.on('error', error => extract.destroy(error)).pipe(extract);
  for await (const entry of extract) {
    if (entry.header.type !== 'file') {
      archive.destroy();
      throw new HarnessError({
        code: 'ERR_NOT_A_FILE', fault: 'user', message: `${path} in the container is a ${entry.header.type}, not a file.`,
        wayOut: 'Name a file; a link is followed only by naming where it leads.',
      });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  throw new HarnessError({
    code: 'ERR_NOT_A_FILE', fault: 'harness', message: `The engine's archive of ${path} is empty.`, wayOut: 'Report this with the version of the engine.',
  });
}

/** True when the engine's refusal means that the path is absent, and not, say, the container. */
export function isAbsentPath(error: unknown): boolean {
  return refusedWith(error) === 404 && /could not find the file|no such file or directory|lstat/i.test((error as HarnessError).detail ?? '');
}
