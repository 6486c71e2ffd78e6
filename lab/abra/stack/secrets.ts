/** Secrets on the server. */
import { Fatal } from '../fatal.ts';
import type { Docker } from './docker.ts';

/** Names of the stack's secrets. */
export async function secretsOf(docker: Docker, stack: string): Promise<string[]> {
  const names = await docker.lines(['secret', 'ls', '--filter', `name=${stack}_`, '--format', '{{.Name}}']);
  return names.filter((name) => name.startsWith(`${stack}_`));
}

/** Stores a secret; one that exists cannot be written over. */
export async function storeSecret(docker: Docker, name: string, value: string): Promise<void> {
  const made = await docker.try(['secret', 'create', name, '-'], { input: value });
  if (made.status === 0) return;
  const words = made.stderr.trim().replace(/^Error response from daemon: /, '');
  throw new Fatal(/already ?exists/i.test(words) && !words.includes('desc =') ? `rpc error: code = AlreadyExists desc = secret ${name} already exists` : words);
}
