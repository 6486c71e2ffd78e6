/** Names that belong to one run alone, and the one limit that they must respect. */
import { createHash, randomBytes } from 'node:crypto';
import { HarnessError } from '../errors.ts';

/** Swarm refuses names of secrets and configs beyond this. */
export const longestSwarmName = 64;

export function newRunId(): string {
  return randomBytes(3).toString('hex');
}

export function isRunId(text: string): boolean {
  return /^[0-9a-f]{6}$/.test(text);
}

/**
 * The first label of the app's domain: `<recipe[:4]>-<6 hex>`, the hex over run id and recipe, so that two recipes
 * of one run, and one recipe in two runs, never share a name.
 */
export function appLabel(runId: string, recipe: string): string {
  const hex = createHash('sha256').update(`${runId}/${recipe}`).digest('hex').slice(0, 6);
  return `${recipe.slice(0, 4).replace(/-+$/, '')}-${hex}`;
}

export function appName(runId: string, recipe: string, zone: string): string {
  return `${appLabel(runId, recipe)}.${zone}`;
}

/** The sibling name of a further host: one label deep, since a wildcard certificate covers one label. */
export function hostName(runId: string, recipe: string, host: string, zone: string): string {
  return `${appLabel(runId, recipe)}-${host}.${zone}`;
}

/** abra's rule: dots become underscores, hyphens stay. */
export function stackName(domain: string): string {
  return domain.replaceAll('.', '_');
}

/** Refuses names that swarm would refuse in the middle of a deploy, and says what would have to be shorter. */
export function requireNamesFit(names: readonly string[], where: { recipe: string; zone: string }): void {
  const [longest] = [...names].sort((a, b) => b.length - a.length);
  if (longest === undefined || longest.length <= longestSwarmName) return;
  const excess = longest.length - longestSwarmName;
  throw new HarnessError({
    code: 'ERR_NAME_TOO_LONG', fault: 'user',
    message: `${longest} has ${longest.length} characters; swarm allows ${longestSwarmName}. It is a name of ${where.recipe} under the zone ${where.zone}.`,
    wayOut: `Use a zone that is ${excess} characters shorter (target.zone), or give the secret or config a shorter name in the recipe.`,
    facts: { name: longest, length: longest.length, limit: longestSwarmName },
  });
}
