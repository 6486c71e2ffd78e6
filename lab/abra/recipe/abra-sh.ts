/** What `abra.sh` gives: exported variables (config versions above all) and functions for `app cmd`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function text(folder: string): string {
  const path = join(folder, 'abra.sh');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** `export X_VERSION=v1` lines; the script is read, never run. */
export function exportsOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const match of text(folder).matchAll(/^\s*export\s+([A-Za-z_]\w*)=(.*)$/gm)) {
    const [, name = '', rest = ''] = match;
    const quoted = /^(["'])(.*?)\1/.exec(rest);
    found[name] = quoted === null ? rest.replace(/\s+#.*$/, '').trim() : (quoted[2] ?? '');
  }
  return found;
}

/** Names of the functions, in order. */
export function functionsOf(folder: string): string[] {
  const matches = text(folder).matchAll(/^\s*(?:function\s+)?([A-Za-z_][\w-]*)\s*\(\)\s*\{?/gm);
  return [...matches].map((match) => match[1] ?? '');
}
