/** Loaded before a program (`node --import`): at its end it tells the seconds of a processor that it took, as its last line on standard error. */
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write(`${((user + system) / 1e6).toFixed(3)}\n`);
  });
}
