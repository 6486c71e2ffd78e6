/** The secrets of the run under way, as reporters see them: before it has its folder, the runner's tokens alone. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SecretRegistry } from '../run/secrets.ts';
import { tokenValues } from './token-values.ts';

let known: { folder: string | undefined; registry: SecretRegistry } | undefined;
let seen: string | undefined;

/**
 * The folder of the run, set by its start in this process. Remembered, since the run's end takes the variable away
 * before the reporters come to theirs.
 */
export function runFolder(): string | undefined {
  seen = process.env['HARNESS_RUN_FOLDER'] || seen;
  return seen;
}

export function secretsOfRun(): SecretRegistry {
  const folder = runFolder();
  if (!known || known.folder !== folder) {
    const registry = new SecretRegistry(folder === undefined ? '' : path.join(folder, 'secrets.jsonl'));
    // Not through the run's file: workers read that one.
    for (const { value, what } of tokenValues()) registry.keepToSelf(value, what);
    known = { folder, registry };
  }
  return known.registry;
}

/** After the last report: the values go too, unless the run still has what they belong to (kept apps, leftovers). */
export function forgetSecrets(): void {
  const folder = runFolder();
  if (folder === undefined || existsSync(path.join(folder, 'abra'))) return;
  rmSync(path.join(folder, 'secrets.jsonl'), { force: true });
}
