/** Second stage of the secrets: everything written is scrubbed, then searched; what is found then is the harness's fault. */
import path from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Secret } from '../run/secrets.ts';
import type { Problem } from './judge.ts';
import type { Results } from './results-schema.ts';
import { removeTorn, scrubFiles, Scrubber, searchFiles } from './scrub.ts';

export interface Searched {
  /** Null where it could not be made. */
  readonly search: Results['secretSearch'];
  readonly problems: readonly Problem[];
  /** Archives whose writer was killed: what cannot be searched is not kept. */
  readonly removed: readonly string[];
}

/**
 * @param places folders and files
 * @param root what is found is named relative to it
 */
export function scrubAndSearch(secrets: () => readonly Secret[], places: () => readonly string[], root: string): Searched {
  const removed: string[] = [];
  try {
    const all = places();
    removed.push(...removeTorn(all).map(file => path.relative(root, file)));
    const known = secrets();
    if (known.length === 0) return { search: { secrets: 0, masked: 0, found: [] }, problems: [], removed };
    const scrubber = new Scrubber(known);
    const masked = scrubFiles(scrubber, all).length;
    const hits = searchFiles(scrubber, all);
    return {
      search: { secrets: known.length, masked, found: [...new Set(hits.map(({ file }) => path.relative(root, file)))] },
      problems: hits.map(({ file, what }) => leaked(file, what)),
      removed,
    };
  } catch (error) {
    return { search: null, problems: [{ code: 'ERR_SCRUB_FAILED', fault: 'harness', message: `The reports could not be searched for secrets: ${String(error)}`, wayOut: 'Do not publish them.' }], removed };
  }
}

/** For what is yet to be written: masks it, and lets nothing through that still holds one. */
export function cleaner(secrets: readonly Secret[]): (bytes: Buffer) => Buffer {
  const scrubber = new Scrubber(secrets);
  return bytes => {
    const clean = scrubber.scrub(bytes) ?? bytes;
    const [left] = scrubber.search(clean);
    if (left !== undefined) {
      throw new HarnessError({ code: 'ERR_SECRET_LEAKED', fault: 'harness', message: `The results would hold the secret "${left}", and were not written.`, wayOut: 'Report this, without the secret.' });
    }
    return clean;
  };
}

function leaked(file: string, what: string): Problem {
  return { code: 'ERR_SECRET_LEAKED', fault: 'harness', message: `${file} still holds the secret "${what}".`, wayOut: 'Do not publish this report; remove that file.' };
}
