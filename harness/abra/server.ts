/** `abra server …`. */
import { z } from 'zod';
import type { Progress } from '../progress.ts';
import { must, notUnderstood, type AbraOptions, type CallOptions } from './call.ts';
import { flags } from './facts.ts';
import { jsonOf } from './json-output.ts';

export interface Server { name: string; host: string }

export class ServerCommands {
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
  }

  /** The servers that this ABRA_DIR knows. */
  async ls(options: CallOptions = {}, progress?: Progress): Promise<Server[]> {
    const output = await must(this.#abra, ['server', 'ls', flags.serverLsMachine.long, flags.noInput.long], { ...options, otherwise: 'environment' }, progress);
    const servers = jsonOf(output, z.array(z.looseObject({ name: z.string(), host: z.string().catch('') })));
    if (servers === undefined) throw notUnderstood(this.#abra, 'server ls', output);
    return servers.map(({ name, host }) => ({ name, host }));
  }
}
