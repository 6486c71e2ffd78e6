/** Failures of the run as a whole, as reporters hear of them: whose fault is an error that belongs to no test? */
import path from 'node:path';
import type { TestError } from '@playwright/test/reporter';
import { machineTrouble } from '../machine-trouble.ts';
import { packageRoot } from '../package.ts';
import { markOf } from './fault-mark.ts';
import type { Problem } from './judge.ts';
import { textOf } from './outcome.ts';

/** Somebody's own doing: what did not run for it is nobody's failure, and least of all the harness's. */
export const interruption: Problem = { code: 'ERR_INTERRUPTED', fault: 'user', message: 'The run was interrupted.', wayOut: 'Run it again.' };

export const globalTimeout: Problem = {
  code: 'ERR_GLOBAL_TIMEOUT', fault: 'environment', message: 'The run was longer than its globalTimeout.', wayOut: 'Give it more time, or fewer recipes.',
};

/** What `-x` and `--max-failures` add of their own: the failures themselves are told where they happened. */
export function isEndByFailures(error: TestError): boolean {
  // Playwright's own words; there is nothing else to know it by.
  return /^Testing stopped early after \d+ maximum allowed failures/.test(textOf(error));
}

/** @param begun whether tests had begun; before that, specs and overlays are loaded */
export function problemOfRun(error: TestError, rootDir: string, begun: boolean): Problem {
  const text = textOf(error);
  const mark = markOf(text);
  const known = mark ?? machineTrouble(text);
  if (known) return known;
  const message = text.replace(/^Error: /, '').split('\n').slice(0, 3).join('\n');
  // Playwright's own words; there is nothing else to know them by.
  // Whatever part of the run it was that the time ran out on: set-up, tests, or the end of either.
  if (/^Timed out waiting \d+s for the .+ to run/.test(message)) return globalTimeout;
  if (message.startsWith('No tests found')) {
    return { code: 'ERR_NO_TESTS', fault: 'user', message: 'No tests found.', wayOut: 'Look at what narrows the selection, or list the tests with --list.' };
  }
  const place = begun ? undefined : placeOf(error);
  if (place !== undefined && isUsersFile(place, rootDir)) {
    return { code: 'ERR_SPEC_BROKEN', fault: 'user', message: `${path.relative(rootDir, place)}: ${message}`, wayOut: 'Mend that file; nothing was deployed.' };
  }
  return { code: 'ERR_RUN_FAILED', fault: 'harness', message };
}

function placeOf(error: TestError): string | undefined {
  if (error.location) return error.location.file;
  const [, file] = /\n\s+at (?:async )?(?:.*\()?(?:file:\/\/)?(\/[^\n:)]+):\d+:\d+/.exec(error.stack ?? '') ?? [];
  return file;
}

function isUsersFile(file: string, rootDir: string): boolean {
  const below = (folder: string): boolean => !path.relative(folder, file).startsWith('..');
  return below(rootDir) && !file.includes(`${path.sep}node_modules${path.sep}`)
    && !['harness', 'generic', 'teardown'].some(folder => below(path.join(packageRoot, folder)));
}
