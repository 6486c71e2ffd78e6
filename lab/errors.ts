/** The one error of the lab: a stable code, what happened, the way out, and what was seen. */

/** Who can mend it: the person who typed the command, the machine, or the lab's own code. */
export type LabFault = 'user' | 'environment' | 'lab';

export const labExitCodes = { user: 2, environment: 3, lab: 4 } as const satisfies Record<LabFault, number>;

export interface LabErrorInit {
  /** Stable, upper case, starts with `ERR_LAB_`. */
  code: string;
  /** Default: the environment's. */
  fault?: LabFault;
  message: string;
  wayOut: string;
  /** Last log lines, output of a tool. */
  detail?: string | undefined;
  cause?: unknown;
}

export class LabError extends Error {
  readonly code: string;
  readonly fault: LabFault;
  readonly wayOut: string;
  readonly detail: string | undefined;

  constructor(init: LabErrorInit) {
    const parts = [`${init.message} [${init.code}]`, `Way out: ${init.wayOut}`];
    if (init.detail) parts.push(init.detail);
    super(parts.join('\n'), init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'LabError';
    this.code = init.code;
    this.fault = init.fault ?? 'environment';
    this.wayOut = init.wayOut;
    this.detail = init.detail;
  }

  get exitCode(): number {
    return labExitCodes[this.fault];
  }
}
