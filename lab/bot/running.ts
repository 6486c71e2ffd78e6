/** Finds the running container that bears a label, and waits for it by the engine's events. */
import { request } from 'node:http';
import { call } from '../engine/api.ts';
import { LabError } from '../errors.ts';

const deadlineMs = 60_000;

export async function runningContainer(socket: string, label: string): Promise<string | undefined> {
  const found = await call(socket, 'GET', `/containers/json?filters=${filter({ label: [label], status: ['running'] })}`) as { Id: string }[];
  return found[0]?.Id;
}

export async function waitForContainer(socket: string, label: string): Promise<string> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const stop = new AbortController();
  try {
    // Listening first: a start between the look and the wait would be missed otherwise.
    const starts = await listen(socket, filter({ type: ['container'], event: ['start'], label: [label] }), AbortSignal.any([deadline, stop.signal]));
    for (;;) {
      const container = await runningContainer(socket, label);
      if (container !== undefined) return container;
      if ((await starts.next()).done) throw new Error('the stream of events ended');
    }
  } catch (error) {
    throw new LabError({
      code: 'ERR_LAB_NOT_RUNNING',
      fault: 'lab',
      message: `No container with the label ${label} runs${deadline.aborted ? ` after ${deadlineMs / 1000} s` : ''}.`,
      wayOut: `read \`docker service ps\` on the lab's socket ${socket}.`,
      cause: error,
    });
  } finally {
    stop.abort();
  }
}

function filter(filters: Record<string, string[]>): string {
  return encodeURIComponent(JSON.stringify(filters));
}

function listen(socketPath: string, filters: string, signal: AbortSignal): Promise<AsyncIterator<unknown>> {
  return new Promise((resolve, reject) => {
    const open = request({ socketPath, path: `/v1.41/events?filters=${filters}`, headers: { host: 'engine' }, signal }, (response) => {
      // Aborting is how the wait ends; it is no error then.
      response.on('error', () => undefined);
      resolve(response[Symbol.asyncIterator]());
    });
    open.on('error', reject);
    open.end();
  });
}
