/** A process that takes the lock named in its argument and keeps it until it dies. */
import { tryLock } from '../../../harness/run/lock.ts';

const lock = await tryLock(process.argv[2] ?? '', 'hold until death');
process.send?.(lock !== undefined);
process.on('message', () => undefined); // keeps it alive until it is killed
