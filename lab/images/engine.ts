/** The lab's engine as the images' room sees it: what it holds, and how it takes in an archive. */
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ask } from '../engine/api.ts';
import { LabError } from '../errors.ts';
import { keyLabel, type Image, loadArchive } from './archive.ts';

interface Inspected {
  Config: { Labels?: Record<string, string> | null };
  RootFS: { Layers?: string[] };
}

/** An image in the engine: by which key it was built, and its layers' diff ids. */
export async function inspectImage(socket: string, ref: string): Promise<{ key: string | undefined; diffIds: string[] } | undefined> {
  const answer = await ask(socket, 'GET', `/images/${ref}/json`);
  if (answer.status !== 200) return undefined;
  const { Config, RootFS } = answer.body as Inspected;
  return { key: Config.Labels?.[keyLabel], diffIds: (RootFS.Layers ?? []).map((id) => id.replace('sha256:', '')) };
}

export async function loadImage(socket: string, image: Image, known: ReadonlySet<string>): Promise<void> {
  const said = await post(socket, '/v1.41/images/load?quiet=1', loadArchive(image, known));
  // The engine answers 200 before it has read the archive; what went wrong stands in the stream.
  if (!said.includes('"errorDetail"') && said.includes(image.ref)) return;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_LOAD',
    fault: 'lab',
    message: `The lab's engine did not take in ${image.ref}.`,
    wayOut: 'read dockerd.log in the state folder; `npm run lab:down -- --purge` starts from nothing.',
    detail: said.slice(-2000),
  });
}

async function post(socketPath: string, path: string, body: NodeJS.ReadableStream): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const call = request({ socketPath, method: 'POST', path, headers: { host: 'engine', 'content-type': 'application/x-tar' } }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
  call.on('error', reject);
  await Promise.all([pipeline(body, call), promise]);
  return promise;
}
