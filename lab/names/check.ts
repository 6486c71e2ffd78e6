/** Asks the lab for a name, as everything in it does. */
import { Resolver } from 'node:dns/promises';
import { join } from 'node:path';
import { tail } from '../engine/tail.ts';
import { until } from '../engine/until.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../state.ts';

type Names = Pick<Lab, 'folder' | 'address' | 'zone'>;

export async function namesAnswer({ address, zone }: Omit<Names, 'folder'>, timeoutMs = 500): Promise<boolean> {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  resolver.setServers([address]);
  return resolver.resolve4(`any.${zone}`).then((found) => found.includes(address), () => false);
}

/** Waits for the second that dnsmasq needs to be started again. */
export async function requireNames(lab: Names): Promise<void> {
  if (await until(async () => (await namesAnswer(lab)) || undefined, 5_000, 50)) return;
  const log = join(lab.folder, 'dnsmasq.log');
  throw new LabError({
    code: 'ERR_LAB_NAMES', message: `No name of *.${lab.zone} has an answer at ${lab.address}.`,
    wayOut: `read ${log}; \`npm run lab:down\` and \`npm run lab:up\` start the lab anew.`, detail: tail(log),
  });
}
