/** Loaded into `playwright test` before itself (`--import`): ends it when the process that started it is gone, however that went. */
import { Socket } from 'node:net';
import { lifeLineVariable } from './life-line-variable.ts';

const fd = process.env[lifeLineVariable];
// Workers inherit Node's options, and have another use for that number.
delete process.env[lifeLineVariable];
if (fd !== undefined) {
  const line = new Socket({ fd: Number(fd), readable: true, writable: false });
  const end = (): void => void process.kill(process.pid, 'SIGTERM');
  line.on('end', end).on('error', end).resume();
  line.unref();
}
