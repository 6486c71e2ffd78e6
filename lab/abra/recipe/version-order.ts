/** The order of release tags `x.y.z+<upstream>`. */

const release = /^v?(\d+)\.(\d+)\.(\d+)\+(\S+)$/;

/** Whether a tag names a release of a recipe. */
export function isRelease(tag: string): boolean {
  return release.test(tag);
}

/** Compares two release tags: the recipe's own numbers first, then the upstream version part by part. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [release.exec(a), release.exec(b)];
  if (left === null || right === null) return a < b ? -1 : a > b ? 1 : 0;
  for (let part = 1; part <= 3; part++) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  return compareUpstream(left[4] ?? '', right[4] ?? '');
}

function compareUpstream(a: string, b: string): number {
  const parts = (text: string): string[] => text.replace(/^v/, '').split(/[.\-_+]/);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x, y] = [left[index], right[index]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    const numeric = /^\d+$/.test(x) && /^\d+$/.test(y);
    const difference = numeric ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The releases among the tags, oldest first. */
export function sortReleases(tags: readonly string[]): string[] {
  return tags.filter(isRelease).sort(compareReleases);
}
