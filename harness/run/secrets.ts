/** The secrets of a run, known to all its processes: what is registered here is masked wherever something is written. */
import { appendFileSync, readFileSync, statSync } from 'node:fs';

export interface Secret {
  readonly value: string;
  /** What it is, for a person: "custom-html secret db_password". */
  readonly what: string;
}

/** Shorter values would be found everywhere; the harness makes none, and a recipe's own short ones are not masked. */
export const shortestSecret = 6;

export class SecretRegistry {
  readonly #file: string;
  readonly #known = new Map<string, string>();
  #read = 0;
  #forms: { form: string; mark: string }[] = [];

  /** @param file append-only, 0600, in the run's private folder: it is what the run's processes share. */
  constructor(file: string) {
    this.#file = file;
  }

  /** Makes `value` known to every process of the run. */
  register(value: string, what: string): void {
    if (value.length < shortestSecret || this.#known.has(value)) return;
    // The leading newline sets it off from a line whose writer died over it.
    appendFileSync(this.#file, `\n${JSON.stringify({ value, what } satisfies Secret)}\n`, { mode: 0o600 });
    this.#learn(value, what);
    this.#sortForms();
  }

  /** Makes `value` known to this process alone, and writes it nowhere: what the run's other processes must not learn. */
  keepToSelf(value: string, what: string): void {
    if (value.length < shortestSecret || this.#known.has(value)) return;
    this.#learn(value, what);
    this.#sortForms();
  }

  /** The text with every known secret replaced, as it stands and as URLs, JSON and base64 write it. */
  mask(text: string): string {
    this.#catchUp();
    let masked = text;
    for (const { form, mark } of this.#forms) masked = masked.replaceAll(form, () => mark);
    if (isColoured(masked)) {
      for (const { form, mark } of this.#forms) masked = masked.replaceAll(throughColours(form), () => mark);
    }
    return masked;
  }

  all(): readonly Secret[] {
    this.#catchUp();
    return [...this.#known].map(([value, what]) => ({ value, what }));
  }

  /** Reads what other processes have added; a torn last line waits until it is whole. */
  #catchUp(): void {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= this.#read) return;
    const added = readFileSync(this.#file).subarray(this.#read);
    const whole = added.subarray(0, added.lastIndexOf('\n') + 1);
    this.#read += whole.length;
    for (const { value, what } of whole.toString('utf8').split('\n').flatMap(parse)) {
      if (!this.#known.has(value)) this.#learn(value, what);
    }
    this.#sortForms();
  }

  #learn(value: string, what: string): void {
    this.#known.set(value, what);
    for (const form of formsOf(value)) this.#forms.push({ form, mark: `***${what}***` });
  }

  /** Longest first: one secret may contain another. */
  #sortForms(): void {
    this.#forms.sort((a, b) => b.form.length - a.form.length);
  }
}

function parse(line: string): Secret[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Secret];
  } catch {
    return [];
  }
}

/** Every way in which a secret is written into texts: as it stands, in URLs and forms, JSON (also within JSON), XML, base64 at any offset. */
export function formsOf(value: string): string[] {
  const url = encodeURIComponent(value);
  const form = new URLSearchParams([['', value]]).toString().slice(1);
  const json = (text: string): string => JSON.stringify(text).slice(1, -1);
  const xml = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const forms = new Set([
    value, url, form, encodeURI(value), json(value), json(json(value)), xml, xml.replaceAll("'", '&#39;'), xml.replaceAll("'", '&apos;'),
    ...[url, form].map(text => text.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase())),
  ]);
  for (const padding of ['', 'x', 'xx']) {
    for (const encoding of ['base64', 'base64url'] as const) forms.add(base64Core(value, padding, encoding));
  }
  return [...forms].filter(form => form.length >= shortestSecret);
}

const colour = /\u001b\[|\\u001b\[/i;

/** Whether a text holds codes of a terminal's colours, as they are or as JSON writes them. */
export function isColoured(text: string): boolean {
  return colour.test(text);
}

/** Finds the form where colours run through it: a comparison marks what differs, in the middle of a secret. */
export function throughColours(form: string): RegExp {
  const characters = [...form].map(character => character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
  return new RegExp(characters.join('(?:(?:\\u001b|\\\\u001b)\\[[0-9;]*m)*'), 'g');
}

/** The characters of a base64 text that depend on the value alone, whatever stands before and after it. */
function base64Core(value: string, padding: string, encoding: 'base64' | 'base64url'): string {
  const before = Math.ceil(padding.length * 8 / 6);
  const whole = Math.floor((padding.length + Buffer.byteLength(value)) * 8 / 6);
  return Buffer.from(padding + value).toString(encoding).slice(before, whole);
}
