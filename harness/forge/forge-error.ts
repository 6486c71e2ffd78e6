/** Why a forge did not do what it was asked: never a verdict on a recipe, and so told in one line. */
import { type Fault, HarnessError } from '../errors.ts';

export interface ForgeErrorInit {
  readonly code: `ERR_FORGE_${string}`;
  readonly fault?: Fault;
  readonly message: string;
  readonly wayOut: string;
  /** It may go well when it is tried again: after this many milliseconds at the earliest, where the forge says so. */
  readonly again?: { readonly afterMs?: number };
  readonly cause?: unknown;
}

export class ForgeError extends HarnessError {
  readonly again: { readonly afterMs?: number } | undefined;

  constructor({ fault = 'environment', again, ...init }: ForgeErrorInit) {
    super({ ...init, fault });
    this.again = again;
  }
}
