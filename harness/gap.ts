/** What a new overlay leaves to be filled in: typed as what must stand there, and the user's mistake as soon as it is reached. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError } from './errors.ts';

/**
 * Stands in a hook or a spec for what only somebody who knows the app can write; `npm run new` leaves them behind.
 * It compiles as `T`, and throws when it is reached.
 *
 * @param what what belongs there, as the end of a sentence: `fill in …`
 * @returns never, though typed as what belongs there
 * @throws HarnessError `ERR_GAP`, the user's mistake, with the file and the line of the gap
 * @example
 * const answer = await api.get(gap<string>('the path at which a reader finds the record'));
 */
export function gap<T>(what: string): T {
  const place = placeOf(gap);
  throw new HarnessError({
    code: 'ERR_GAP', fault: 'user', message: `${place === undefined ? 'Fill in' : `${place}: fill in`} ${what}.`,
    wayOut: 'Write it there instead of the gap; `grep -rn "gap<" overlays` finds the others.',
    facts: { what, place },
  });
}

/** `overlays/ghost/overlay.ts:12`: where `callee` was called, as the file's author counts lines. */
function placeOf(callee: (what: string) => unknown): string | undefined {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, callee);
  const [, file, line] = /^\s+at .*?((?:file:\/\/)?\/[^\n]*?):(\d+):\d+\)?$/m.exec(trace.stack ?? '') ?? [];
  if (file === undefined || line === undefined) return undefined;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const near = relative(process.cwd(), path);
  return `${near === '' || near.startsWith('..') ? path : near}:${line}`;
}
