/** A run as each of its processes holds it: folder, target, ledger, secrets, and its ways to the engine and to abra. */
import type { Abra } from '../abra/abra.ts';
import type { Progress } from '../progress.ts';
import type { Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import type { Engine } from '../swarm/engine.ts';
import type { Ledger } from './ledger.ts';
import type { SecretRegistry } from './secrets.ts';

export interface Run {
  /** Six hex. */
  readonly id: string;
  /** Private folder of the run, outside the workspace. */
  readonly folder: string;
  readonly settings: Settings;
  readonly target: Target;
  readonly abraDir: string;
  /** Apps stay after the run: HARNESS_KEEP=1, or a kept run adopted by HARNESS_RUN. */
  readonly keep: boolean;
  readonly ledger: Ledger;
  readonly secrets: SecretRegistry;
  engine(): Promise<Engine>;
  abra(progress?: Progress): Abra;
}

/** The run that HARNESS_RUN_FOLDER names, or `folder`; one object per process. */
export function attachRun(folder = process.env['HARNESS_RUN_FOLDER']): Promise<Run> {
  return Promise.reject(new Error(`not built: ${folder ?? ''}`));
}
