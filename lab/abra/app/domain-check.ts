/** The check that an app's domain and its server resolve to one address; `-D` skips it. */
import { lookup } from 'node:dns/promises';
import { Fatal } from '../fatal.ts';
import { hostOf } from '../server/host.ts';
import type { Docker } from '../stack/docker.ts';

async function address(name: string): Promise<string> {
  try {
    return (await lookup(name, { family: 4 })).address;
  } catch {
    throw new Fatal(`unable to resolve an ipv4 address for ${name} (use --no-domain-checks/-D to skip)`);
  }
}

/** Ends the command unless the names agree. A server that is this machine has no name to compare with. */
export async function checkDomain(domain: string, docker: Docker): Promise<void> {
  const app = await address(domain);
  const host = await hostOf(docker);
  if (host === 'local') return;
  const server = await address(host);
  if (app !== server) throw new Fatal(`app domain ${domain} (${app}) does not point to server ${docker.server} (${server})?`);
}
