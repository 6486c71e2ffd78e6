/** Containers of a stack's services on the server's node. */
import { Fatal } from '../fatal.ts';
import type { Docker } from './docker.ts';
import { stackLabel } from './services.ts';

export interface Container {
  id: string;
  /** `<stack>_<service>`. */
  service: string;
  image: string;
  created: string;
  ports: string;
  state: string;
  status: string;
}

const format = '{{.ID}}\t{{.Label "com.docker.swarm.service.name"}}\t{{.Image}}\t{{.RunningFor}}\t{{.Ports}}\t{{.State}}\t{{.Status}}';

async function list(docker: Docker, ...filters: string[]): Promise<Container[]> {
  const args = ['container', 'ls', '--no-trunc', '--format', format, ...filters.flatMap((filter) => ['--filter', filter])];
  return (await docker.lines(args)).map((line) => {
    const [id = '', service = '', image = '', created = '', ports = '', state = '', status = ''] = line.split('\t');
    return { id, service, image, created, ports, state, status };
  });
}

/** Running containers, newest first. */
export function containersOf(docker: Docker, stack: string): Promise<Container[]> {
  return list(docker, `label=${stackLabel}=${stack}`);
}

/** The newest running container of a service given by its full name. */
export async function containerOf(docker: Docker, service: string): Promise<Container> {
  const [newest] = await list(docker, `label=com.docker.swarm.service.name=${service}`);
  if (newest === undefined) throw new Fatal(`no containers matching the ^${service} filter found?`);
  return newest;
}
