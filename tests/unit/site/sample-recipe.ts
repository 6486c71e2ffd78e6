/** A recipe as its folder is read, around results of a test's own. */
import { overlaysRecord, readAfter } from '../../../harness/data/record-steps.ts';
import { levelShown } from '../../../harness/report/level/level-shown.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { disaster, wiped } from '../../../harness/site/board/whose-tests.ts';
import type { Recipe, Run } from '../../../harness/site/read-folder.ts';
import { sampleResults, sampleTest, type Test } from '../report/sample-results.ts';

export function recipeOf(results: Results, more: Partial<Recipe> = {}): Recipe {
  return {
    name: results.recipe, newest: results, newestId: 'newest', level: levelShown(results), levelUnknown: null, runs: [runOf(results)],
    picture: null, card: null, unreadable: [], ...more,
  };
}

export function unreadRecipe(name: string, more: Partial<Recipe> = {}): Recipe {
  return { name, newest: null, newestId: null, level: null, levelUnknown: null, runs: [], picture: null, card: null, unreadable: [], ...more };
}

export function runOf(results: Results, more: Partial<Run> = {}): Run {
  return {
    id: 'newest', startedAt: new Date(results.startedAt), durationMs: results.durationMs, level: levelShown(results), verdict: results.verdict, fault: results.fault,
    partial: results.partial, cold: results.cold, commit: null, version: null, heldBy: null, ...more,
  };
}

/** A whole green run of a recipe that lacks nothing. */
export function fullResults(more: Partial<Results> = {}): Results {
  return sampleResults({ tests: [...lifecycle(), ...ownTests()], picture: 'picture.png', ...more });
}

export function lifecycle(what = overlaysRecord): Test[] {
  const read = (after: string): Test['steps'] => [{ title: readAfter(what, after), durationMs: 20, depth: 0 }];
  return [
    sampleTest('installs from nothing', { file: 'generic/1-install.spec.ts', tags: ['@install'] }),
    sampleTest(wiped, { file: 'generic/2-backup.spec.ts', tags: ['@backup'], steps: read('the restore') }),
    sampleTest(disaster, { file: 'generic/2-backup.spec.ts', tags: ['@backup'], steps: read('the disaster') }),
    sampleTest('upgrades from the previous release with its data', { file: 'generic/3-upgrade.spec.ts', tags: ['@upgrade'], steps: read('the upgrade') }),
    sampleTest('is removed without a trace', { file: 'teardown/teardown.spec.ts', tags: ['@teardown'] }),
  ];
}

export function ownTests(): Test[] {
  return [
    sampleTest('a published post reaches anonymous readers'),
    sampleTest('a draft is invisible until it is published'),
    sampleTest('an editor writes, and a visitor reads', { file: 'overlays/ghost/browser/editor.spec.ts', tags: ['@browser'] }),
  ];
}

/** The same results with one test, by its title, changed. */
export function withTest(results: Results, title: string, change: Partial<Test>): Results {
  return { ...results, tests: results.tests.map(test => test.title === title ? { ...test, ...change } : test) };
}

/** What a hand that means harm writes into names. */
export const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>|`[x](javascript:alert(1)) @everyone ../../etc/passwd \u202e';
