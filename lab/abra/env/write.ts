/** Changes to an app's `.env` file that leave its comments and order alone. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Fills a recipe's `.env.sample` in for one app. */
export function fillSample(sample: string, recipe: string, domain: string): string {
  const named = sample.replaceAll(`${recipe}.example.com`, domain);
  return named.replace(/^(\s*DOMAIN=).*$/m, `$1${domain}`);
}

/** Writes `<recipe>:<version>` into the `TYPE=` (or `RECIPE=`) line; a file without one gets it as its first line. */
export function withVersion(text: string, recipe: string, version: string): string {
  const line = /^(\s*(?:export\s+)?(?:TYPE|RECIPE)=)[^\s#]*/m;
  if (!line.test(text)) return `TYPE=${recipe}:${version}\n${text}`;
  return text.replace(line, (_, head: string) => `${head}${recipe}:${version}`);
}

/** Records the version in the app's file, as the commands that deploy do. */
export function recordVersion(path: string, recipe: string, version: string): void {
  const before = readFileSync(path, 'utf8');
  const after = withVersion(before, recipe, version);
  if (after !== before) writeFileSync(path, after);
}
