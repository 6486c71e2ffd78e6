/** Images: whether the engine has one, bringing it, and what the registry says about it. */
import type Dockerode from 'dockerode';
import type { Readable } from 'node:stream';
import { lines } from './events.ts';
import { ConvergenceError, engineError, imageFault, refusedWith } from './errors.ts';

export interface PullProgress {
  readonly layer: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
}

interface RawPull { id?: string; status?: string; error?: string; progressDetail?: { current?: number; total?: number } }

/** An image's name split as the engine's pull wants it; `latest` where nothing is said. */
export function splitReference(reference: string): { fromImage: string; tag: string } {
  const at = reference.indexOf('@');
  if (at > 0) return { fromImage: reference.slice(0, at), tag: reference.slice(at + 1) };
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? { fromImage: reference.slice(0, colon), tag: reference.slice(colon + 1) } : { fromImage: reference, tag: 'latest' };
}

export async function pullImage(docker: Dockerode, endpoint: string, reference: string, onProgress: (progress: PullProgress) => void, signal?: AbortSignal): Promise<void> {
  let stream: Readable;
  try {
    stream = await docker.createImage({ ...splitReference(reference), ...(signal ? { abortSignal: signal } : {}) }) as unknown as Readable;
  } catch (cause) {
    const error = engineError(cause, endpoint, `pull ${reference}`);
    throw refusedWith(error) === undefined ? error : unavailable(reference, error.detail ?? error.shortMessage, cause);
  }
  for await (const line of lines(stream)) {
    const said = JSON.parse(line) as RawPull;
    if (said.error) throw unavailable(reference, said.error);
    onProgress({ layer: said.id, status: said.status ?? '', current: said.progressDetail?.current, total: said.progressDetail?.total });
  }
}

/** Whose fault it is depends on the registry's words: a tag that does not exist is the recipe's, a limit or a network is not. */
export function unavailable(reference: string, said: string, cause?: unknown): ConvergenceError {
  const fault = imageFault(said);
  return new ConvergenceError({
    code: 'ERR_IMAGE_UNAVAILABLE', fault, message: `The image ${reference} cannot be had.`,
    wayOut: fault === 'recipe' ? 'Correct the image in the compose file: the registry does not know it.'
      : /toomanyrequests|rate limit/i.test(said) ? 'The registry limits pulls: log the engine in, use a mirror, or wait until the limit is over.'
        : 'See that the engine reaches the registry, or load the image beforehand.',
    detail: said.trim(), facts: { image: reference }, ...(cause === undefined ? {} : { cause }),
  });
}

/** What the registry says about an image, without bringing it; undefined when it has it or keeps silent. */
export function registryRefusal(docker: Dockerode, endpoint: string, reference: string, deadlineMs: number): Promise<string | undefined> {
  const path = `/distribution/${reference}/json`;
  return new Promise<string | undefined>(answer => docker.modem.dial(
    { path, method: 'GET', abortSignal: AbortSignal.timeout(deadlineMs), statusCodes: { 200: true, 401: 'unauthorized', 404: 'not found', 500: 'server error' } },
    (error: Error | null) => answer(error ? (engineError(error, endpoint, 'ask the registry').detail ?? error.message) : undefined),
  ));
}
