/** The secrets of a run, known to all its processes: what is registered here is masked wherever something is written. */
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { ColouredText, isColoured } from './coloured-text.ts';
import { formsOf, shortestSecret } from './secret-forms.ts';

export interface Secret {
  readonly value: string;
  /** What it is, for a person: "custom-html secret db_password". */
  readonly what: string;
}

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

  /** The text with every known secret replaced, in whatever form of `formsOf` it stands there. */
  mask(text: string): string {
    this.#catchUp();
    let masked = text;
    for (const { form, mark } of this.#forms) masked = masked.replaceAll(form, () => mark);
    return isColoured(masked) ? new ColouredText(masked).replaced(this.#forms) : masked;
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
