/** The tests of all recipes as a catalogue: the package's own once, with how each recipe stands; an overlay's by recipe, purpose and file. */
import type { Results } from '../../report/results-schema.ts';
import { overlaysPurpose, type Packaged, packagedSpec, type Purpose, type Test } from '../board/whose-tests.ts';
import { doubtOf } from '../doubt.ts';
import type { Recipe } from '../read-folder.ts';
import { Anchors } from './anchors.ts';

export interface Entry {
  readonly anchor: string;
  readonly test: Test;
  /** Why it is no pass; empty for one. */
  readonly why: string;
}

export interface SpecFile {
  readonly file: string;
  readonly purpose: Purpose;
  readonly entries: readonly Entry[];
}

export interface RecipeTests {
  readonly recipe: string;
  readonly anchor: string;
  /** Null where no whole run can be read. */
  readonly results: Results | null;
  /** What follows `its state` where that is in doubt: may not be the newest, or may not count, and why. */
  readonly doubt: string | null;
  /** Functional, browser, others. */
  readonly files: readonly SpecFile[];
  /** More tests of its own than a page should tell of. */
  readonly left: number;
  /** The same of the package's. */
  readonly packagedLeft: number;
}

export interface State {
  readonly recipe: string;
  readonly test: Test;
  readonly why: string;
  /** As that of its recipe. */
  readonly doubt: string | null;
}

export interface PackagedTest {
  readonly anchor: string;
  readonly spec: Packaged;
  readonly title: string;
  readonly tags: readonly string[];
  /** By recipe, as they are ordered. */
  readonly states: readonly State[];
}

export interface Catalogue {
  /** In the order in which they run. */
  readonly packaged: readonly PackagedTest[];
  readonly recipes: readonly RecipeTests[];
}

/** Of one recipe: nobody reads more, and no run of any recipe has come near. */
const mostTests = 300;
const purposes: readonly Purpose[] = ['functional', 'browser', 'other'];
const specs: readonly Packaged[] = ['generic/1-install', 'generic/2-backup', 'generic/3-upgrade', 'teardown/teardown'];

export function catalogueOf(recipes: readonly Recipe[]): Catalogue {
  const anchors = new Anchors();
  return { packaged: packagedOf(recipes, anchors), recipes: recipes.map(recipe => testsOf(recipe, anchors)) };
}

function packagedOf(recipes: readonly Recipe[], anchors: Anchors): PackagedTest[] {
  const found = new Map<string, Omit<PackagedTest, 'states'> & { states: State[] }>();
  for (const recipe of recipes) {
    const doubt = doubtWords(recipe);
    for (const { spec, test } of packagedIn(recipe).slice(0, mostTests)) {
      const key = JSON.stringify([spec, test.title]);
      const entry = found.get(key) ?? { anchor: anchors.of(spec, test.title), spec, title: test.title, tags: test.tags, states: [] };
      entry.states.push({ recipe: recipe.name, test, why: whyOf(test), doubt });
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((one, other) => specs.indexOf(one.spec) - specs.indexOf(other.spec));
}

function packagedIn({ newest }: Recipe): { spec: Packaged; test: Test }[] {
  return (newest?.tests ?? []).flatMap(test => {
    const spec = packagedSpec(test.file);
    return spec === undefined ? [] : [{ spec, test }];
  });
}

/** Where there is no run, there is no state to doubt. */
function doubtWords(recipe: Recipe): string | null {
  const doubt = recipe.newest === null ? null : doubtOf(recipe);
  return doubt === null ? null : `${recipe.levelUnknown === null ? 'may not count' : 'may not be the newest'}: ${doubt}`;
}

function testsOf(recipe: Recipe, anchors: Anchors): RecipeTests {
  const { name, newest } = recipe;
  const anchor = anchors.of('recipe', name);
  const own = (newest?.tests ?? []).filter(test => overlaysPurpose(test) !== undefined);
  const byFile = new Map<string, { file: string; purpose: Purpose; entries: Entry[] }>();
  for (const test of own.slice(0, mostTests)) {
    const purpose = overlaysPurpose(test) ?? 'other';
    const key = JSON.stringify([purpose, test.file]);
    const file = byFile.get(key) ?? { file: test.file, purpose, entries: [] };
    file.entries.push({ anchor: anchors.of(name, test.title), test, why: whyOf(test) });
    byFile.set(key, file);
  }
  return {
    recipe: name, anchor, results: newest, doubt: doubtWords(recipe),
    files: [...byFile.values()].sort((one, other) => purposes.indexOf(one.purpose) - purposes.indexOf(other.purpose) || (one.file < other.file ? -1 : 1)),
    left: Math.max(0, own.length - mostTests), packagedLeft: Math.max(0, packagedIn(recipe).length - mostTests),
  };
}

function whyOf({ status, reason, problem, flaky }: Test): string {
  if (flaky === true) return 'failed, and passed when it was tried again';
  if (status === 'passed') return '';
  return (status === 'not applicable' ? reason : problem?.message) ?? 'no reason is given';
}
