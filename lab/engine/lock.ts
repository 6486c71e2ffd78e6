/** A lock of the kernel's: an abstract Unix socket, which dies with the process that holds it. */
import { connect, createServer, type Server } from 'node:net';

/** Runs `body` while holding the lock; waits for another holder's end, however it comes. */
export async function withLock<T>(name: string, body: () => Promise<T>, onWait: () => void = () => undefined): Promise<T> {
  const address = `\0${name}`;
  let told = false;
  for (;;) {
    const server = await listen(address);
    if (server !== undefined) {
      try {
        return await body();
      } finally {
        server.close();
      }
    }
    if (!told) onWait();
    told = true;
    await endOf(address);
  }
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
