/** Which apps other runs have up on the server: as their leases tell, from whatever machine they are. */
import { engineSeconds, isExpired, type LeaseEngine, listLeases } from '../run/lease.ts';

/**
 * @param run not its own
 * @param taken recipes that the run would use where a run keeps them warm: they are its own then
 */
export async function appsElsewhere(engine: LeaseEngine, run: string, taken: ReadonlySet<string> = new Set()): Promise<number> {
  const others = (await listLeases(engine)).filter(lease => lease.run !== run && !isExpired(lease, engineSeconds(engine)));
  return others.flatMap(({ stacks, expires }) => stacks.filter(({ recipe }) => expires !== undefined || !taken.has(recipe))).length;
}
