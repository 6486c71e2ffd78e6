/** Where the ingress keeps its files, under the lab's state folder. */
import { join } from 'node:path';

export interface IngressFolder {
  /** Mounted into Caddy's container. */
  folder: string;
  /** What Caddy reads when it starts; the watcher keeps it up to date. */
  config: string;
  adminSocket: string;
  certificate: string;
  key: string;
}

export function ingressFolder(stateFolder: string): IngressFolder {
  const folder = join(stateFolder, 'ingress');
  return {
    folder,
    config: join(folder, 'caddy.json'),
    adminSocket: join(folder, 'admin.sock'),
    certificate: join(folder, 'root.crt'),
    key: join(folder, 'root.key'),
  };
}
