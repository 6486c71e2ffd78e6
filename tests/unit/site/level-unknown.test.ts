/** Where a run gives no level, its page says why, in the words of whoever knows. */
import { expect, test } from 'vitest';
import type { Results } from '../../../harness/report/results-schema.ts';
import { runText } from '../../../harness/site/pages/run.ts';
import { sampleResults } from '../report/sample-results.ts';
import { hostile, runOf } from './sample-recipe.ts';

function page(more: Partial<Results>): string {
  const results = sampleResults(more);
  return runText('ghost', results, runOf(results), new Date('2026-11-22T00:00:00Z'));
}

test.each<[string, Partial<Results>, string]>([
  ['had a problem of its own', { level: null, levelUnknown: 'the run had a problem of its own, ERR_SCRUB_FAILED' }, 'the run had a problem of its own, ERR_SCRUB_FAILED'],
  ['left a secret', { level: null, secretSearch: { secrets: 3, masked: 0, found: ['a.log'] } }, 'its run left a secret in a.log'],
  ['is of a version that did not say', { level: null }, 'its run says nothing of a level'],
])('a run that %s', (_what, more, why) => {
  expect(page(more)).toMatch(new RegExp(`Its level is not known: .*${why}`));
});

test('a run with a level needs no such words, and a reason that means harm is text', () => {
  expect(page({})).not.toContain('Its level is not known');
  expect(page({ level: null, levelUnknown: hostile })).not.toContain('<script>alert');
});
