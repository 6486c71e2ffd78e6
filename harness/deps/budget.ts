/** The node budget: whether what may be up at once fits the node, by memory and by number, looked at before anything is deployed. */
import type { Recipe } from '../settings/recipe-schema.ts';
import { nodeTooSmall, tooManySideBySide } from './errors.ts';

type Sized = Pick<Recipe, 'name' | 'memory'>;

/** A recipe of the run, with all that it needs. */
export interface Selected {
  readonly recipe: Sized;
  readonly dependencies: readonly Sized[];
}

/** What there is room for. */
export interface Room {
  /** Bytes of memory of the node. */
  readonly memory: number;
  /** Apps, where [target] limits them: how many at most, and how many of other runs are up now. */
  readonly apps?: { readonly most: number; readonly elsewhere: number };
}

/** A server of "2 GB" reports less than 2 GiB, and not all peaks come at once. */
const tolerance = 1.1;

const units = { M: 2 ** 20, G: 2 ** 30 } as const;

export function bytesOf(memory: string): number {
  return Number(memory.slice(0, -1)) * units[memory.slice(-1) as keyof typeof units];
}

/**
 * @param workers how many recipes run side by side
 * @throws HarnessError `ERR_NODE_TOO_SMALL` where a recipe does not even fit alone, `ERR_NODE_BUDGET` with the number of workers that does
 */
export function requireRoom(selected: readonly Selected[], workers: number, room: Room): void {
  const most = Math.min(workers, selected.length);
  let fitting = most;
  while (fitting > 0 && lacking(upAtOnce(selected, fitting), room) !== undefined) fitting--;
  const missing = lacking(upAtOnce(selected, Math.max(fitting, 1)), room);
  if (fitting === 0 && most > 0 && missing) throw nodeTooSmall(upAtOnce(selected, 1), missing);
  const short = lacking(upAtOnce(selected, most), room);
  if (fitting < most && short) throw tooManySideBySide(workers, fitting, short);
}

/** The largest apps at once; what several of them need is there once, and stays until the run's end. */
function upAtOnce(selected: readonly Selected[], workers: number): Sized[] {
  const shared = new Map(selected.flatMap(({ dependencies }) => dependencies).map(dependency => [dependency.name, dependency]));
  const own = selected.map(({ recipe }) => recipe).sort((a, b) => bytesOf(b.memory) - bytesOf(a.memory));
  return [...own.slice(0, workers), ...shared.values()];
}

/** What is needed and what there is, in words; undefined where all of it fits. */
function lacking(up: readonly Sized[], { memory, apps }: Room): { needed: string; there: string } | undefined {
  const bytes = up.reduce((total, each) => total + bytesOf(each.memory), 0);
  if (bytes > memory * tolerance) return { needed: `${shown(bytes)} of memory`, there: `the node has ${shown(memory)}` };
  if (apps === undefined || up.length + apps.elsewhere <= apps.most) return undefined;
  return { needed: `room for ${up.length} ${up.length === 1 ? 'app' : 'apps'}`, there: `most_apps under [target] is ${apps.most}${apps.elsewhere === 0 ? '' : `, of which other runs have ${apps.elsewhere}`}` };
}

function shown(bytes: number): string {
  return bytes >= units.G ? `${(bytes / units.G).toFixed(1)} GiB` : `${Math.round(bytes / units.M)} MiB`;
}
