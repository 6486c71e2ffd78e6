/** The secrets of the run under way, as reporters see them: none before it has its folder. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SecretRegistry } from '../run/secrets.ts';

let known: { folder: string; registry: SecretRegistry } | undefined;
let seen: string | undefined;

/**
 * The folder of the run, set by its start in this process. Remembered, since the run's end takes the variable away
 * before the reporters come to theirs.
 */
export function runFolder(): string | undefined {
  seen = process.env['HARNESS_RUN_FOLDER'] || seen;
  return seen;
}

export function secretsOfRun(): SecretRegistry | undefined {
  const folder = runFolder();
  if (folder === undefined) return undefined;
  if (known?.folder !== folder) known = { folder, registry: new SecretRegistry(path.join(folder, 'secrets.jsonl')) };
  return known.registry;
}

/** After the last report: the values go too, unless the run still has what they belong to (kept apps, leftovers). */
export function forgetSecrets(): void {
  const folder = runFolder();
  if (folder === undefined || existsSync(path.join(folder, 'abra'))) return;
  rmSync(path.join(folder, 'secrets.jsonl'), { force: true });
}
