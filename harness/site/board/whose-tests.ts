/** Whose a test in results is, and how it stands: by its file, its tags and its end, as a run has written them. */
import { type Packaged, packagedSpec } from '../../report/packaged-spec.ts';
import type { Results } from '../../report/results-schema.ts';

export { type Packaged, packagedSpec };

export type Test = Results['tests'][number];

export const wiped = 'a restore brings back what was wiped';
export const disaster = 'a disaster is survived';

export function testsOf(results: Results, spec: Packaged): Test[] {
  return results.tests.filter(({ file }) => packagedSpec(file) === spec);
}

export type Purpose = 'functional' | 'browser' | 'other';

/** What a test of an overlay is for, by its tag, else by its folder; undefined for the package's own. */
export function overlaysPurpose({ file, tags }: Pick<Test, 'file' | 'tags'>): Purpose | undefined {
  if (packagedSpec(file) !== undefined) return undefined;
  const tagged = (['functional', 'browser'] as const).find(name => tags.includes(`@${name}`));
  return tagged ?? (/[\\/](functional|browser)[\\/]/.exec(file)?.[1] as Purpose | undefined) ?? 'other';
}

/** It passed, and something in it rests on what the app has kept or made. */
export function isWitnessed({ status, flaky, evidence }: Test): boolean {
  return status === 'passed' && flaky !== true && evidence !== undefined && evidence.state > 0;
}

export function isDeclared({ status, reason = '' }: Test): boolean {
  return status === 'not applicable' && reason.startsWith('declared');
}

/** The recipe has nothing of the kind; what only lacks an overlay is not that. */
export function isStructural({ status, reason = '' }: Test): boolean {
  return status === 'not applicable' && reason.startsWith('structural') && !reason.includes('no overlay');
}

/** In one line, why a test shows nothing. */
export function whyNot(test: Test): string {
  if (test.flaky === true) return 'failed, and passed when it was tried again';
  if (test.status === 'failed') return `failed: ${test.problem?.message ?? 'no reason is given'}`;
  if (test.status === 'unverified') return `did not run to its end: ${test.problem?.message ?? 'no reason is given'}`;
  if (test.status === 'not applicable') return test.reason ?? 'does not apply, and no reason is given';
  return 'passed, with nothing that rests on what the app has kept';
}
