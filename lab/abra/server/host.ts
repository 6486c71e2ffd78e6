/** A server's host, as its docker context names it. */
import type { Docker } from '../stack/docker.ts';

/** The host of a context, `local` for a socket of this machine, `unknown` where there is no such context. */
export async function hostOf(docker: Docker): Promise<string> {
  const args = ['context', 'inspect', docker.server, '--format', '{{.Endpoints.docker.Host}}'];
  const found = await docker.try(args);
  if (found.status !== 0) return 'unknown';
  const endpoint = found.stdout.trim();
  return endpoint.startsWith('unix://') ? 'local' : new URL(endpoint).hostname || 'unknown';
}
