/** `abra app volume …`. */
import type { Progress } from '../progress.ts';
import { must, type AbraOptions, type CallOptions } from './call.ts';
import { flags, quiet } from './facts.ts';

export class VolumeCommands {
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
  }

  /** Removes all volumes of the app. It must be undeployed. */
  async rm(domain: string, options: CallOptions = {}, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'volume', 'rm', domain, flags.volumeRmForce.long, ...quiet], { ...options, otherwise: 'environment' }, progress);
  }
}
