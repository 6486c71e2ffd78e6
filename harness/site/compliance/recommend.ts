/** What to do about each recipe, by rules: never a better word than the facts give. */
import { levelOf } from '../../report/level/level.ts';
import type { Recipe } from '../read-folder.ts';
import { doubtOf } from '../doubt.ts';
import { type Gate, gateLevel } from './gate.ts';

export interface Advice {
  readonly recipe: string;
  readonly word: 'at once' | 'mend' | 'run' | 'raise' | 'publish';
  readonly words: string;
}

/** What does harm comes first, then what must be mended, then what is not known, then what is too low, then what may go out. */
const order = ['at once', 'mend', 'run', 'raise', 'publish'];

export function adviceFor(recipes: readonly (readonly [Recipe, Gate])[]): Advice[] {
  return recipes.map(([recipe, gate]) => adviceOf(recipe, gate)).sort((one, other) => order.indexOf(one.word) - order.indexOf(other.word));
}

function adviceOf(recipe: Recipe, gate: Gate): Advice {
  const { name, newest, level } = recipe;
  const next = heldBy(recipe);
  if (gate.passes) return { recipe: name, word: 'publish', words: next === undefined ? 'ready to publish' : `may be published at level ${level ?? 'unknown'}; next, ${next}` };
  const [why = 'the gate does not say why'] = gate.why;
  if (newest === null || newest.verdict === 'unproven') return { recipe: name, word: 'run', words: `run it as a whole: ${why}` };
  if ((newest.secretSearch?.found.length ?? 0) > 0 || newest.leftovers.length > 0) return { recipe: name, word: 'at once', words: `mend at once: ${why}` };
  const failed = newest.tests.find(({ status }) => status === 'failed');
  const blame = failed === undefined ? why : `“${failed.title}” fails: ${failed.problem?.message ?? 'no reason is given'}`;
  if (newest.verdict === 'red') {
    if (newest.fault === 'environment') return { recipe: name, word: 'run', words: `mend the server or the network, then run it again: ${blame}` };
    return { recipe: name, word: 'mend', words: `${newest.fault === 'harness' ? 'report it to the harness' : newest.fault === 'user' ? 'mend its tests or settings' : 'mend the recipe'}: ${blame}` };
  }
  if (newest.verdict === 'unverified' || doubtOf(recipe) !== null || level === null) return { recipe: name, word: 'run', words: `run it again: ${why}` };
  if (level < gateLevel && !newest.level?.rungs.some(({ status }) => status === 'fail')) return { recipe: name, word: 'raise', words: `raise it to level ${gateLevel}: ${next ?? why}` };
  return { recipe: name, word: 'mend', words: `mend it: ${why}` };
}

/** By the rungs themselves: what a file calls its hold may be older than they are. */
function heldBy({ newest, level }: Recipe): string | undefined {
  const held = newest?.level ? levelOf(newest.level.rungs).heldBy : null;
  if (held === null) return level === 7 ? undefined : 'find out what its level is';
  return `${held.rung}: ${held.reason || 'not shown'}`;
}
