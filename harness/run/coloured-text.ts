/** Texts through which a terminal's colours run: a comparison marks what differs, in the middle of a secret. */

const code = /(?:\u001b|\\u001b)\[[0-9;]*m/gi;

/** Whether a text holds codes of a terminal's colours, as they are or as JSON writes them. */
export function isColoured(text: string): boolean {
  return /\u001b\[|\\u001b\[/i.test(text);
}

/** A text as it reads without its codes. A token has a thousand characters: no pattern is made of them. */
export class ColouredText {
  /** Without the codes. */
  readonly plain: string;
  readonly #text: string;
  /** Where each piece between two codes begins: in the plain text, and in the whole. */
  readonly #pieces: { plain: number; whole: number }[] = [];

  constructor(text: string) {
    this.#text = text;
    const pieces: string[] = [];
    let [plain, whole] = [0, 0];
    const take = (end: number): void => {
      if (end > whole) this.#pieces.push({ plain, whole });
      pieces.push(text.slice(whole, end));
      plain += end - whole;
    };
    for (const found of text.matchAll(code)) {
      take(found.index);
      whole = found.index + found[0].length;
    }
    take(text.length);
    this.plain = pieces.join('');
  }

  /** The whole text with each form replaced by its mark, codes within it included; of forms that overlap the first counts. */
  replaced(forms: readonly { readonly form: string; readonly mark: string }[]): string {
    const taken = new Uint8Array(this.plain.length);
    const spans: { from: number; to: number; mark: string }[] = [];
    for (const { form, mark } of forms) {
      let at = this.plain.indexOf(form);
      while (at >= 0) {
        const free = !taken.subarray(at, at + form.length).includes(1);
        if (free) {
          taken.fill(1, at, at + form.length);
          spans.push({ from: at, to: at + form.length, mark });
        }
        at = this.plain.indexOf(form, at + (free ? form.length : 1));
      }
    }
    let [replaced, done] = ['', 0];
    for (const { from, to, mark } of spans.sort((a, b) => a.from - b.from)) {
      replaced += this.#text.slice(done, this.#inWhole(from)) + mark;
      done = this.#inWhole(to - 1) + 1;
    }
    return replaced + this.#text.slice(done);
  }

  /** Where a character of the plain text stands in the whole. */
  #inWhole(at: number): number {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#pieces[middle]?.plain ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low] ?? { plain: 0, whole: 0 };
    return piece.whole + at - piece.plain;
  }
}
