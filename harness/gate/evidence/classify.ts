/** What an assertion proves: that the app has kept or made something, that it answers, or nothing of the app. docs/trust.md defines the classes. */
import type { Page } from '@playwright/test';
import { isBytes } from './bytes.ts';
import type { Note, Reading } from './recording.ts';
import type { Trace } from './trace.ts';
import { leavesOf } from './values.ts';

export type EvidenceClass = 'state' | 'status' | 'constant';

export interface Judged {
  readonly class: EvidenceClass;
  /** Why no more than that; holds no value. */
  readonly why: string;
  /** What was found kept; never written. */
  readonly witnesses: readonly string[];
}

/** Matchers that say what the value is; all others say something about it. */
const pinning = new Set(['toBe', 'toEqual', 'toStrictEqual', 'toContain', 'toContainEqual', 'toMatch', 'toMatchObject', 'toHaveProperty']);
/** The same on a page: the text is what is expected there. */
const pinningOnPage = new Set(['toHaveText', 'toContainText', 'toHaveValue', 'toHaveValues', 'toHaveAttribute', 'toHaveAccessibleName', 'toHaveAccessibleDescription', 'toHaveTitle', 'toHaveId', 'toHaveJSProperty', 'toMatchAriaSnapshot']);
const builtIn = /^to(Be|Have|Match|Contain|Equal|Strict|Throw)/;
const gone = new Set([401, 403, 404, 410]);

const state = (why: string, witnesses: readonly string[]): Judged => ({ class: 'state', why, witnesses });
const status = (why: string): Judged => ({ class: 'status', why, witnesses: [] });
const constant = (why: string): Judged => ({ class: 'constant', why, witnesses: [] });

/** @param seen what earlier assertions have found kept: only that can be found missing */
export function classify(note: Note, trace: Trace, seen: ReadonlySet<string>): Judged {
  const { received } = note.assertion.subject;
  const page = pageOf(received);
  if (page) return onPage(note, trace, seen, trace.shownOn(page, note.heldAt ?? note.begunAt));
  if (isBytes(received)) return ofBytes(note, trace, received);
  return note.assertion.not ? ofAbsence(note, trace, seen) : ofValue(note, trace);
}

function ofValue({ assertion: { matcher, subject: { received }, args }, begunAt, heldAt }: Note, trace: Trace): Judged {
  const until = heldAt ?? begunAt;
  if (received === undefined || received === null || typeof received === 'boolean') return constant('a truth value keeps no trace of the app: compare the value itself');
  if (received instanceof Error) return 'code' in received ? status('a refusal, as one who keeps nothing can utter it') : constant('an error of the test itself');
  if (typeof received === 'number' && gone.has(received) && args[0] === received && hasVanished(received, until, trace)) {
    return state('what was read before is refused or not there any more', []);
  }
  const named = pinning.has(matcher) || !builtIn.test(matcher) ? trace.witnesses(leavesOf(args)) : [];
  for (const reading of trace.readings.filter(({ at }) => at < until).reverse()) {
    const kept = named.filter(text => reading.has(text) && trace.isKept(text, reading));
    if (kept.length > 0) return state('sent or made before, and read in another answer', kept);
  }
  if (named.some(text => trace.readings.some(reading => reading.has(text) && trace.isEcho(text, reading)))) {
    return status('the answer may only repeat what its own request said');
  }
  return isFromApp(received, trace) ? status(pinning.has(matcher) ? 'a fixed answer: nothing that the app was told before, or made' : `${matcher} says that something is there, not what`) : constant('nothing of it was read from the app');
}

/** Missing is only what was there: the same text in an earlier answer, which the app had kept. */
function ofAbsence({ assertion: { subject: { received }, args }, begunAt, heldAt }: Note, trace: Trace, seen: ReadonlySet<string>): Judged {
  const until = heldAt ?? begunAt;
  const named = trace.witnesses(leavesOf(args));
  const before = trace.readings.find(reading => reading.at < until && named.some(text => seen.has(text) || (reading.has(text) && trace.isKept(text, reading))));
  const again = before && trace.readings.some(({ at, by }) => at > before.at && at < until && by !== before.by);
  const empty = typeof received === 'object' && received !== null && leavesOf(received).size === 0;
  const fromApp = isFromApp(received, trace);
  if (again && (fromApp || empty)) return state('what was read before is not in a later answer', []);
  return fromApp ? status('that something is missing proves nothing unless this test has read it as present before') : constant('nothing of it was read from the app');
}

function onPage({ assertion: { matcher, not, subject: { received }, args } }: Note, trace: Trace, seen: ReadonlySet<string>, reading: Reading): Judged {
  const selector = String(received);
  const named = pinningOnPage.has(matcher) ? trace.witnesses(leavesOf(args)) : [];
  if (matcher !== 'toHaveURL' && matcher !== 'toHaveTitle') named.push(...trace.within(selector));
  const isAbsence = not || matcher === 'toBeHidden' || (matcher === 'toHaveCount' && args[0] === 0);
  if (isAbsence) {
    return named.some(text => seen.has(text)) ? state('what was shown before is not there any more', []) : status('that something is missing proves nothing unless this test has seen it before');
  }
  const kept = named.filter(text => trace.isKept(text, reading));
  if (kept.length > 0) return state('sent or made before, and shown on a page that was asked for later', kept);
  if (named.some(text => trace.isEcho(text, reading))) return status('the page may only repeat what it was just told: load it again first');
  return status(pinningOnPage.has(matcher) ? 'a fixed text of the page: nothing that the app was told before, or made' : 'that something is shown, not what');
}

function ofBytes({ assertion: { not, subject: { received }, args }, begunAt }: Note, trace: Trace, bytes: Uint8Array): Judged {
  const from = trace.readings.find(reading => reading.at < begunAt && reading.bytes !== undefined && (reading.bytes === received || Buffer.compare(reading.bytes, bytes) === 0));
  if (!from) return constant('these bytes were not read from the app');
  const [expected] = args;
  if (!not && isBytes(expected) && expected.length >= 8 && trace.areKept(expected, from)) return state('sent before, and read in another answer byte for byte', []);
  return status('not the bytes that were sent before');
}

/** A refusal where the same question by the same person was answered before, with something that the app had kept. */
function hasVanished(code: number, until: number, trace: Trace): boolean {
  const now = trace.readings.findLast(({ at, status: found }) => at < until && found === code);
  if (now?.question === undefined) return false;
  return trace.readings.some(earlier => earlier.at < now.at && earlier.question === now.question && (earlier.status ?? 500) < 300 && trace.anyKept(earlier));
}

function isFromApp(received: unknown, trace: Trace): boolean {
  if (typeof received === 'string' || typeof received === 'number') return trace.isRead(String(received));
  if (typeof received !== 'object' || received === null) return false;
  return [...leavesOf(received)].some(text => trace.isRead(text));
}

/** The page of a locator, or the page itself. */
function pageOf(received: unknown): Page | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const candidate = received as { goto?: unknown; page?: unknown; locator?: unknown };
  if (typeof candidate.locator !== 'function') return undefined;
  if (typeof candidate.goto === 'function' && typeof candidate.page !== 'function') return received as Page;
  return typeof candidate.page === 'function' ? (received as { page: () => Page }).page() : undefined;
}
