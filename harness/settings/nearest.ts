/** Finds the names that a misspelt one was probably meant to be. */

/** The known names nearest to `wrong`, best first; empty when none is near enough to be worth naming. */
export function nearest(wrong: string, known: Iterable<string>, atMost = 3): string[] {
  const limit = Math.max(2, Math.floor(wrong.length / 3));
  return [...known]
    .map(name => ({ name, distance: name.startsWith(wrong) && wrong.length > 2 ? 1 : distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(candidate => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, atMost)
    .map(candidate => candidate.name);
}

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
