/** Takes secrets out of finished bytes, zip members and the HTML report's embedded archive included. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { filesBelow } from '../files-below.ts';
import { ColouredText, isColoured } from '../run/coloured-text.ts';
import { formsOf } from '../run/secret-forms.ts';
import type { Secret } from '../run/secrets.ts';
import { isTorn, isZip, rewriteZip } from './zip.ts';

/** A secret that is still there: where, and what it is. Never its value. */
export interface Hit {
  file: string;
  what: string;
}

export class Scrubber {
  /** Longest first: one secret may contain another. */
  readonly #forms: readonly { bytes: Buffer; form: string; mark: string; what: string }[];

  constructor(secrets: readonly Secret[]) {
    this.#forms = secrets
      .flatMap(({ value, what }) => formsOf(value).map(form => ({ bytes: Buffer.from(form), form: latin1(form), mark: latin1(`***${what}***`), what })))
      .sort((a, b) => b.bytes.length - a.bytes.length);
  }

  /** The bytes without secrets, or undefined when there were none. */
  scrub(bytes: Buffer): Buffer | undefined {
    if (isZip(bytes)) return rewriteZip(bytes, (_name, content) => this.scrub(content));
    const embedded = this.#embedded(bytes, zip => this.scrub(zip));
    return this.#plain(embedded ?? bytes) ?? embedded;
  }

  /** What the bytes still hold. */
  search(bytes: Buffer): string[] {
    const found = new Set<string>();
    const look = (content: Buffer): undefined => {
      if (isZip(content)) {
        rewriteZip(content, (_name, member) => look(member));
        return;
      }
      this.#embedded(content, look);
      const text = content.toString('latin1');
      const plain = isColoured(text) ? new ColouredText(text).plain : undefined;
      for (const { bytes, form, what } of this.#forms) {
        if (content.includes(bytes) || plain?.includes(form)) found.add(what);
      }
    };
    look(bytes);
    return [...found];
  }

  #plain(bytes: Buffer): Buffer | undefined {
    let changed: Buffer | undefined;
    for (const { bytes: wanted, form, mark } of this.#forms) {
      if (!(changed ?? bytes).includes(wanted)) continue;
      // One character a byte: text of any encoding, and what is no text, survive the way there and back.
      changed = Buffer.from((changed ?? bytes).toString('latin1').replaceAll(form, () => mark), 'latin1');
    }
    const text = (changed ?? bytes).toString('latin1');
    if (!isColoured(text)) return changed;
    const replaced = new ColouredText(text).replaced(this.#forms);
    return replaced === text ? changed : Buffer.from(replaced, 'latin1');
  }

  /** The HTML report carries its data as a zip in base64. */
  #embedded(bytes: Buffer, change: (zip: Buffer) => Buffer | undefined): Buffer | undefined {
    const prefix = 'data:application/zip;base64,';
    if (!bytes.includes(prefix)) return undefined;
    let changed = false;
    const text = bytes.toString('latin1').replace(/(data:application\/zip;base64,)([A-Za-z0-9+/=]+)/g, (whole, head: string, base64: string) => {
      const zip = Buffer.from(base64, 'base64');
      const after = isZip(zip) ? change(zip) : undefined;
      if (!after) return whole;
      changed = true;
      return head + after.toString('base64');
    });
    return changed ? Buffer.from(text, 'latin1') : undefined;
  }
}

/** One character a byte. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Scrubs every file below the given folders (or the given files) in place; returns those that held a secret. */
export function scrubFiles(scrubber: Scrubber, places: readonly string[]): string[] {
  return filesIn(places).filter(file => {
    const clean = scrubber.scrub(contentOf(file));
    if (clean) writeFileSync(file, clean);
    return clean !== undefined;
  });
}

/** Removes archives that were never ended, and returns them. Whoever is yet writing one writes to nobody's file from then on. */
export function removeTorn(places: readonly string[]): string[] {
  return filesIn(places).filter(file => {
    const torn = isTorn(contentOf(file));
    if (torn) rmSync(file, { force: true });
    return torn;
  });
}

/** The last word: what is still found after the scrub. */
export function searchFiles(scrubber: Scrubber, places: readonly string[]): Hit[] {
  return filesIn(places).flatMap(file => scrubber.search(contentOf(file)).map(what => ({ file, what })));
}

/** A worker that is being ended removes files of its own: what has gone meanwhile holds nothing. */
export function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Every file below the given folders, and the given files. What a link leads to is not the report's: it is neither read nor changed. */
export function filesIn(places: readonly string[]): string[] {
  const files = places.flatMap(place => {
    const kind = statSync(place, { throwIfNoEntry: false });
    if (kind?.isFile()) return [place];
    if (!kind?.isDirectory()) return [];
    return filesBelow(place);
  });
  return [...new Set(files)];
}
