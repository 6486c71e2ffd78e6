/** Anchors that a link can lead to: short, of plain letters, and each for one thing only. */
export class Anchors {
  readonly #taken = new Set<string>();

  /** The same words give the same anchor as long as nobody else has it. */
  of(...words: readonly string[]): string {
    const plain = words.map(word => word.slice(0, 200).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60) || 'x').join('--');
    for (let number = 1; ; number++) {
      const anchor = number === 1 ? plain : `${plain}--${number}`;
      if (this.#taken.has(anchor)) continue;
      this.#taken.add(anchor);
      return anchor;
    }
  }
}
