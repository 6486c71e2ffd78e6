/** What one test has sent, read and asserted, in the order in which it happened. Light: every spec loads it; what it means is judged when the test has ended. */
import type { SentBody } from '../../observed.ts';
import { decoded, leavesOf } from './values.ts';

/** Something that went to the app; `by` is the exchange or the page that carried it. */
export interface Sent {
  readonly at: number;
  readonly by: object | undefined;
  readonly text: string;
  readonly bytes?: Uint8Array;
}

export interface Assertion {
  readonly matcher: string;
  readonly not: boolean;
  readonly promise: '' | 'resolves' | 'rejects';
  /** Holds the value; a poll or a promise puts it there later. */
  readonly subject: { readonly received: unknown };
  readonly args: readonly unknown[];
}

/** An assertion that was begun, and perhaps held. */
export class Note {
  readonly assertion: Assertion;
  readonly begunAt: number;
  /** The stack is made into text only when it is asked for. */
  readonly trace = new Error();
  heldAt: number | undefined;
  readonly #recording: Recording;

  constructor(assertion: Assertion, recording: Recording) {
    this.assertion = assertion;
    this.#recording = recording;
    this.begunAt = recording.tick();
  }

  hold(): void {
    this.heldAt = this.#recording.tick();
  }
}

/** A record of data was seen to be something; that is an assertion as well. */
export interface RecordSeen {
  readonly at: number;
  readonly seen: 'absent' | 'unchanged';
  readonly by: string;
  readonly trace: Error;
}

/** The document that a page shows from some moment on: when it was asked for, and with what. */
export interface Shown {
  readonly from: number;
  readonly askedAt: number;
  readonly carried: string;
}

export class Recording {
  /** By page, oldest first. */
  readonly documents = new Map<object, Shown[]>();
  readonly sent: Sent[] = [];
  readonly readings: Reading[] = [];
  readonly notes: Note[] = [];
  readonly records: RecordSeen[] = [];
  readonly tokens = new Set<string>();
  /** Texts that the run made before the test. */
  readonly given = new Set<string>();
  /** Only seen from inside a container, and so not as the app's users see it. */
  readonly insides: string[] = [];
  #clock = 0;

  tick(): number {
    return ++this.#clock;
  }
}

/** Something that the test has read from the app. What it holds is looked into only when an assertion asks. */
export class Reading {
  readonly at: number;
  /** The exchange or the page. */
  readonly by: object;
  /** When the document of a page was asked for; what was sent before that, it cannot merely remember. */
  readonly documentAt: number | undefined;
  readonly status: number | undefined;
  readonly bytes: Uint8Array | undefined;
  /** The same question by the same person. */
  readonly question: string | undefined;
  /** Its values were made by the app for this very test: the answer to a request that makes something, a token. */
  readonly makes: boolean;
  readonly #carried: () => string;
  readonly #text: () => string;
  readonly #body: (() => unknown) | undefined;
  #known: { carried: string; text: string; leaves: Set<string> } | undefined;

  constructor(init: {
    at: number; by: object; text: () => string; carried?: () => string; body?: () => unknown; makes?: boolean;
    documentAt?: number | undefined; status?: number; bytes?: Uint8Array; question?: string;
  }) {
    this.at = init.at;
    this.by = init.by;
    this.documentAt = init.documentAt;
    this.status = init.status;
    this.bytes = init.bytes;
    this.question = init.question;
    this.makes = init.makes ?? false;
    this.#carried = init.carried ?? (() => '');
    this.#text = init.text;
    this.#body = init.body;
  }

  /** What the question itself held: the answer may merely repeat it. */
  get carried(): string {
    return this.#look().carried;
  }

  get leaves(): ReadonlySet<string> {
    return this.#look().leaves;
  }

  has(text: string): boolean {
    const { text: all, leaves } = this.#look();
    // A number within another number is another number.
    return leaves.has(text) || (!/^[\d.]+$/.test(text) && all.includes(text));
  }

  #look() {
    return this.#known ??= { carried: this.#carried(), text: this.#text(), leaves: leavesOf(this.#body?.()) };
  }
}

/** What is larger is compared as bytes only. */
export const largestText = 4 * 1024 * 1024;

/** What a body says, each value by itself, so that an escaped text is found as it was meant. */
export function bodyText({ body, json, form, multipart }: SentBody): string {
  const texts = [...leavesOf(json), ...leavesOf(form)];
  if (typeof body === 'string') texts.push(decoded(body), ...leavesOf(parsed(body)));
  else if (body !== undefined && body.length <= largestText) texts.push(Buffer.from(body).toString());
  for (const part of Object.values(multipart ?? {})) {
    texts.push(typeof part === 'string' ? part : `${part.filename}\n${Buffer.from(part.bytes as string).toString()}`);
  }
  return texts.join('\n');
}

export function parsed(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

let current: Recording | undefined;

/** The recording of the test that runs in this worker. */
export function recording(): Recording | undefined {
  return current;
}

export function begin(): Recording {
  return current = new Recording();
}

export function end(): void {
  current = undefined;
}

/** Far more than any test asserts; what loops for ever must not fill the memory. */
const mostNotes = 20_000;

/** Notes an assertion of the running test; none runs while specs are loaded, or in `beforeAll`. */
export function noted(assertion: Assertion): Note | undefined {
  if (!current || current.notes.length >= mostNotes) return undefined;
  const note = new Note(assertion, current);
  current.notes.push(note);
  return note;
}
