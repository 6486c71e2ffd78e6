/** The node budget: whether what may be up at once fits into the memory of the node, looked at before anything is deployed. */
import type { Recipe } from '../settings/recipe-schema.ts';
import { nodeTooSmall, tooManySideBySide } from './errors.ts';

/** A recipe of the run, with all that it needs. */
export interface Selected {
  readonly recipe: Pick<Recipe, 'name' | 'memory'>;
  readonly dependencies: readonly Pick<Recipe, 'name' | 'memory'>[];
}

/** A server of "2 GB" reports less than 2 GiB, and not all peaks come at once. */
const tolerance = 1.1;

const units = { M: 2 ** 20, G: 2 ** 30 } as const;

export function bytesOf(memory: string): number {
  return Number(memory.slice(0, -1)) * units[memory.slice(-1) as keyof typeof units];
}

/**
 * @param workers how many recipes run side by side
 * @param node bytes of memory of the node
 * @throws HarnessError `ERR_NODE_TOO_SMALL` where a recipe does not even fit alone, `ERR_NODE_BUDGET` with the number of workers that does
 */
export function requireRoom(selected: readonly Selected[], workers: number, node: number): void {
  const most = Math.min(workers, selected.length);
  let fitting = most;
  while (fitting > 0 && peak(selected, fitting) > node * tolerance) fitting--;
  if (fitting === 0 && most > 0) throw nodeTooSmall(largest(selected), shown(peak(selected, 1)), shown(node));
  if (fitting < most) throw tooManySideBySide(workers, fitting, shown(peak(selected, most)), shown(node));
}

/** The largest apps at once; what several of them need is there once, and stays until the run's end. */
function peak(selected: readonly Selected[], workers: number): number {
  const shared = new Map(selected.flatMap(({ dependencies }) => dependencies).map(dependency => [dependency.name, dependency]));
  const own = selected.map(({ recipe }) => bytesOf(recipe.memory)).sort((a, b) => b - a);
  return own.slice(0, workers).reduce((total, bytes) => total + bytes, 0) + sum([...shared.values()]);
}

/** What is up at once with one worker at the worst. */
function largest(selected: readonly Selected[]): Pick<Recipe, 'name' | 'memory'>[] {
  const [recipe] = selected.map(each => each.recipe).sort((a, b) => bytesOf(b.memory) - bytesOf(a.memory));
  const shared = new Map(selected.flatMap(({ dependencies }) => dependencies).map(dependency => [dependency.name, dependency]));
  return [...(recipe ? [recipe] : []), ...shared.values()];
}

function sum(recipes: readonly { memory: string }[]): number {
  return recipes.reduce((total, { memory }) => total + bytesOf(memory), 0);
}

function shown(bytes: number): string {
  return bytes >= units.G ? `${(bytes / units.G).toFixed(1)} GiB` : `${Math.round(bytes / units.M)} MiB`;
}
