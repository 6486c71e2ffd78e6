/** What a row of numbers says: its middle, its ends, and how to write that down. */

/** The value below or at which a part `p` of the values lies (nearest rank): always one that was measured. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] as number;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}

/** Of pairs that were measured one after the other: the median of their ratios, which a machine that slows down does not bend. */
export function ratios(pairs: readonly (readonly [number, number])[]): number[] {
  return pairs.map(([one, other]) => one / other);
}

/** `4.21 (4.03–4.66)`: median and ends. */
export function spread(values: readonly number[], digits = 2): string {
  const text = (value: number): string => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** Milliseconds as seconds, with their spread. */
export function secondsOf(values: readonly number[]): string {
  return spread(values.map(value => value / 1000));
}
