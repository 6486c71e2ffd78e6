/** A lock of the kernel's: an abstract Unix socket, which dies with the process that holds it. */
import { connect, createServer, type Server } from 'node:net';
import { until } from './until.ts';

/** Runs `body` while holding the lock; waits for another holder's end, however it comes. */
export async function withLock<T>(name: string, body: () => Promise<T>, onWait: () => void = () => undefined): Promise<T> {
  const address = addressOf(name);
  let told = false;
  // The pause between two tries is for a holder that cannot be waited on: its queue is full, or it is no server of ours.
  const server = await until(async () => {
    const got = await listen(address);
    if (got !== undefined) return got;
    if (!told) onWait();
    told = true;
    await endOf(address);
    return undefined;
  }, Infinity, 20);
  try {
    return await body();
  } finally {
    server?.close();
  }
}

/** Whether a process holds the lock now. */
export function isHeld(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(addressOf(name));
    const end = (held: boolean): void => {
      socket.destroy();
      resolve(held);
    };
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code !== 'ECONNREFUSED'));
  });
}

function addressOf(name: string): string {
  return `\0${name}`;
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<{ destroy(): void }>();
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => waiting.delete(socket));
    });
    // `close` alone would wait for those who wait for us.
    const close = server.close.bind(server);
    server.close = (done) => {
      for (const socket of waiting) socket.destroy();
      return close(done);
    };
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Resolves when the holder lets go: its end of the connection closes with it. */
function endOf(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}
