/** Where a value comes from: sent by the test and read back by another request, or made by the app; and not merely repeated to who said it. */
import type { Page } from '@playwright/test';
import { readingOf } from './pages.ts';
import type { Reading, Recording, Sent } from './recording.ts';
import { isDistinctive } from './values.ts';

/** What would show that the app has kept something, among the texts that an assertion names. */
export class Trace {
  readonly #test: Recording;
  /** Texts that nothing but this run can know, wherever they stand within another. */
  readonly #strong: string[];

  constructor(test: Recording) {
    this.#test = test;
    this.#strong = [...test.tokens, ...test.given];
  }

  get readings(): readonly Reading[] {
    return this.#test.readings;
  }

  /** What a page showed at that moment. */
  shownOn(page: Page, at: number): Reading {
    return readingOf(this.#test, page, at);
  }

  /** The texts to look for: those that are named, and what the run alone knows within them. */
  witnesses(named: Iterable<string>): string[] {
    const found = new Set<string>();
    for (const text of named) {
      if (isDistinctive(text)) found.add(text);
      for (const strong of this.#strong) if (text.includes(strong)) found.add(strong);
    }
    return [...found];
  }

  /** Everything that was sent or given and could be met again: to see whether an answer held any of it. */
  anyKept(reading: Reading): boolean {
    return [...this.#strong, ...this.#leavesSent()].some(text => reading.has(text) && this.isKept(text, reading));
  }

  /** The texts of a selector that were sent, whole. */
  within(selector: string): string[] {
    return [...this.#strong, ...this.#leavesSent()].filter(text => selector.includes(text));
  }

  /** Whether the answer shows more than memory of its own question: the text was known to the app before, and not by this question. */
  isKept(text: string, reading: Reading): boolean {
    if (reading.carried.includes(text) || this.#typedThere(text, reading)) return false;
    return [...this.#test.given].some(given => text.includes(given))
      || this.#test.sent.some(sent => isEarlier(sent, reading) && sent.text.includes(text))
      || this.#test.readings.some(earlier => earlier.makes && earlier.at < reading.at && earlier.by !== reading.by && earlier.leaves.has(text));
  }

  /** The same for bytes, which are compared whole. */
  areKept(bytes: Uint8Array, reading: Reading): boolean {
    return this.#test.sent.some(sent => sent.bytes !== undefined && isEarlier(sent, reading) && Buffer.compare(sent.bytes, bytes) === 0);
  }

  /** Whether a text came from the app at all, be it as old as its image. */
  isRead(text: string): boolean {
    return this.#test.readings.some(reading => reading.has(text) || String(reading.status) === text) || this.isInside(text);
  }

  /** Seen from inside a container only. */
  isInside(text: string): boolean {
    return text !== '' && this.#test.insides.some(said => said.includes(text));
  }

  /** Whether an answer repeats what its own question said, or a page what was typed into it. */
  isEcho(text: string, reading: Reading): boolean {
    return reading.carried.includes(text) || this.#typedThere(text, reading);
  }

  #typedThere(text: string, reading: Reading): boolean {
    const { documentAt } = reading;
    return documentAt !== undefined && this.#test.sent.some(sent => sent.by === reading.by && sent.at >= documentAt && sent.at < reading.at && sent.text.includes(text));
  }

  #leavesSent(): string[] {
    return [...new Set(this.#test.sent.flatMap(({ text }) => text.length > 20_000 ? [] : text.split('\n')))].filter(isDistinctive);
  }
}

/** Before the answer was asked for: by another exchange, or on a page before its document was asked for. */
function isEarlier(sent: Sent, reading: Reading): boolean {
  if (sent.by !== reading.by) return sent.at < reading.at;
  return reading.documentAt !== undefined && sent.at < reading.documentAt;
}
