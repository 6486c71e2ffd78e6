import { expect, test } from 'vitest';
import { waitForPort, type WaitForPort } from '../../../harness/net/wait-for-port.ts';
import { silent } from '../../../harness/progress.ts';
import { closedPort, target, tcpServer, tlsServer } from './servers.ts';

const wait = (more: Partial<WaitForPort> = {}): WaitForPort => {
  let now = 0;
  return { host: 'app.zone.test', what: 'mumble answers', deadlineSeconds: 3, clock: { now: () => now, pause: async ms => { now += ms; } }, ...more };
};

test('ready is who speaks first, who lets a silent client be, and whose handshake comes to its end', async () => {
  const speaks = await tcpServer(socket => { socket.write('220 ready'); });
  const listens = await tcpServer(() => undefined);
  const secure = await tlsServer(() => undefined);
  await waitForPort(target, { port: speaks, speaks: 'tcp' }, wait());
  await waitForPort(target, { port: listens, speaks: 'tcp' }, wait());
  await waitForPort(target, { port: secure, speaks: 'tls' }, wait());
});

test('a forwarder without a server behind it is not ready; each difference is told once', async () => {
  let connections = 0;
  const port = await tcpServer(socket => { if (++connections < 4) socket.destroy(); });
  const notes: string[] = [];
  await waitForPort(target, { port, speaks: 'tcp' }, wait({ progress: { ...silent, note: line => notes.push(line) } }));
  expect(notes).toEqual([`mumble answers: TCP app.zone.test:${port}: the connection is taken, and closed again at once.`]);
});

test('the deadline is told with its reason and with what was last seen', async () => {
  const port = await closedPort();
  await expect(waitForPort(target, { port, speaks: 'tcp' }, wait({ deadlineReason: 'so it is' }))).rejects.toMatchObject({
    code: 'ERR_NOT_READY', fault: 'recipe', shortMessage: `mumble answers: not within 3 s (so it is). Last seen: TCP app.zone.test:${port}: the connection is refused: nothing listens on this port.`,
  });
  await expect(waitForPort(target, { port, speaks: 'tls' }, wait({ signal: AbortSignal.abort(new Error('hopeless')) }))).rejects.toThrow('hopeless');
});
