/** The engine's HTTP interface over its socket: the few calls that the lab itself needs, without a client library's start-up time. */
import { request } from 'node:http';
import { LabError } from '../errors.ts';

/** Docker 20.10, the oldest engine that the lab meets, speaks this. */
const version = 'v1.41';

export interface Answer {
  status: number;
  body: unknown;
}

export interface CallOptions {
  body?: unknown;
  timeoutMs?: number;
}

/** One call; whatever status it has is an answer. Rejects only when the engine does not answer at all. */
export function ask(socket: string, method: 'GET' | 'POST' | 'DELETE', path: string, options: CallOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const payload = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
    const call = request({
      socketPath: socket,
      method,
      path: path === '/_ping' ? path : `/${version}${path}`,
      headers: { host: 'engine', ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }) },
      timeout: options.timeoutMs ?? 30_000,
    }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) }));
    });
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} in ${options.timeoutMs ?? 30_000} ms`)));
    call.on('error', reject);
    call.end(payload);
  });
}

/** One call that must succeed. */
export async function call(socket: string, method: 'GET' | 'POST' | 'DELETE', path: string, options: CallOptions = {}): Promise<unknown> {
  return accepted(method, path, await ask(socket, method, path, options));
}

/** The body of an answer; throws when it is a refusal. */
export function accepted(method: string, path: string, answer: Answer): unknown {
  if (answer.status >= 400) {
    throw new LabError({
      code: 'ERR_LAB_ENGINE',
      fault: 'lab',
      message: `The lab's engine refused ${method} ${path}: ${messageOf(answer)}`,
      wayOut: 'read dockerd.log in the state folder; `npm run lab:down` and `npm run lab:up` give a new engine.',
    });
  }
  return answer.body;
}

export function messageOf(answer: Answer): string {
  const body = answer.body;
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : String(body);
  return `${answer.status} ${message}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
