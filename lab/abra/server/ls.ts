/** `server ls`: the folders under `servers/` and where their contexts lead. */
import { serverNames } from '../app/find.ts';
import { printRows } from '../output/table.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { hostOf } from './host.ts';

export async function listServers(session: Session, flags: { machine?: boolean }): Promise<void> {
  const rows = await Promise.all(
    serverNames(session.abraDir).map(async (name) => [name, await hostOf(await Docker.of(name))]),
  );
  printRows(['NAME', 'HOST'], rows, flags.machine === true);
}
