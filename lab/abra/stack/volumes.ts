/** Volumes of a stack, and their removal while swarm still lets go of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { Fatal } from '../fatal.ts';
import type { Docker } from './docker.ts';

/** Names of the stack's volumes. */
export async function volumesOf(docker: Docker, stack: string): Promise<string[]> {
  const names = await docker.lines(['volume', 'ls', '--quiet', '--filter', `name=${stack}_`]);
  // Docker matches the name anywhere in the volume's.
  return names.filter((name) => name.startsWith(`${stack}_`));
}

/** Removes volumes; one in use is tried five times in all, since task containers outlive their stack by seconds. */
export async function removeVolumes(docker: Docker, names: readonly string[]): Promise<void> {
  let left = [...names];
  let words = '';
  for (let attempt = 1; attempt <= 5 && left.length > 0; attempt++) {
    if (attempt > 1) await delay(1000 * attempt);
    const removed = await docker.try(['volume', 'rm', ...left]);
    words = removed.stderr.trim();
    if (removed.status !== 0 && !/in use/.test(words)) throw new Fatal(words);
    const gone = removed.stdout.split('\n');
    left = left.filter((name) => !gone.includes(name));
  }
  if (left.length > 0) throw new Fatal(words.replaceAll('Error response from daemon: ', ''));
}
