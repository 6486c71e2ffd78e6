/** The lab's engine as the images' room sees it: what it holds, and how it takes in an archive. */
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ask } from '../engine/api.ts';
import { LabError } from '../errors.ts';
import { keyLabel, type Image, loadArchive } from './archive.ts';

interface Inspected {
  Id: string;
  RepoTags: string[];
  Config: { Labels?: Record<string, string> | null };
}

/** An image in the engine, and by which key it was built. */
export async function inspectImage(socket: string, ref: string): Promise<{ id: string; key: string | undefined } | undefined> {
  const answer = await ask(socket, 'GET', `/images/${ref}/json`);
  if (answer.status !== 200) return undefined;
  const { Id, Config } = answer.body as Inspected;
  return { id: Id, key: Config.Labels?.[keyLabel] };
}

/** Gives the image its name. What had the name before goes, unless it has another or a container stands on it. */
export async function loadImage(socket: string, image: Image, known: ReadonlySet<string>): Promise<void> {
  const before = await inspectImage(socket, image.ref);
  await load(socket, image, known);
  if (before === undefined) return;
  const left = (await ask(socket, 'GET', `/images/${before.id}/json`)).body as Partial<Inspected>;
  if (left.RepoTags?.length === 0) await ask(socket, 'DELETE', `/images/${before.id}`);
}

async function load(socket: string, image: Image, known: ReadonlySet<string>): Promise<void> {
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
