/** The secrets of the run under way, as reporters see them: none before it has its folder. */
import path from 'node:path';
import { SecretRegistry } from '../run/secrets.ts';

let known: { folder: string; registry: SecretRegistry } | undefined;

/** The folder of the run, set by its start in this process. */
export function runFolder(): string | undefined {
  return process.env['HARNESS_RUN_FOLDER'] || undefined;
}

export function secretsOfRun(): SecretRegistry | undefined {
  const folder = runFolder();
  if (folder === undefined) return undefined;
  if (known?.folder !== folder) known = { folder, registry: new SecretRegistry(path.join(folder, 'secrets.jsonl')) };
  return known.registry;
}
