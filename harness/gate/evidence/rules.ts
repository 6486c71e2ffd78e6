/** How much evidence a test owes, by its kind, and what its author is told where it lacks. */
import path from 'node:path';
import type { TestInfo } from '@playwright/test';
import { HarnessError } from '../../errors.ts';
import { isOverlays, purposeOf } from './purpose.ts';
import type { Recording } from './recording.ts';
import type { Weighed } from './weigh.ts';

type Test = Pick<TestInfo, 'title' | 'file' | 'line' | 'tags'>;

/** @returns what is wrong with a test that has passed */
export function lackOf(test: Test, weighed: readonly Weighed[], { records }: Pick<Recording, 'records'>, shown: string): HarnessError | undefined {
  const where = `${shown}:${test.line} "${test.title}"`;
  const restored = records.findLast(({ by }) => by === 'expectRestored');
  if (restored && !records.some(({ at, seen }) => seen === 'absent' && at < restored.at)) {
    return lack('ERR_EVIDENCE_NO_ABSENCE', `${where} passed, and its record was never read as absent before the restore.`,
      'Wipe the record and read it as absent before it is restored: what was never away, no restore has brought back.', weighed, shown);
  }
  if (!isOverlays(test.file)) return undefined;
  if (weighed.length === 0) {
    return lack('ERR_EVIDENCE_NO_ASSERTION', `${where} passed, and asserted nothing.`,
      "Compare what the app answers with what was put into it, with `expect` of 'recipe-harness'.", weighed, shown);
  }
  if (purposeOf(test.file, test.tags) === undefined || weighed.some(each => each.class === 'state')) return undefined;
  return lack('ERR_EVIDENCE_NO_STATE', `${where} passed, and none of its assertions shows that the app has kept or made anything.`,
    "Put something into the app that only this run knows (unique('post')), ask for it in another request or on a page that is loaded anew, and compare the value itself: expect(answer.json()).toMatchObject({ title }).", weighed, shown);
}

function lack(code: string, message: string, wayOut: string, weighed: readonly Weighed[], shown: string): HarnessError {
  return new HarnessError({
    code, fault: 'user', message, wayOut: `${wayOut} See docs/trust.md.`,
    detail: weighed.map(each => `  ${each.line === 0 ? 'elsewhere' : `${path.basename(shown)}:${each.line}`}  ${each.matcher}: ${each.class} (${each.why})`).join('\n'),
  });
}
