/** The one base of all errors of the harness: a stable code, whose fault it is, the facts, and the way out. */

/** Whose fault a failure is. Each has its own exit code and its own word in the report. */
export type Fault = 'recipe' | 'user' | 'environment' | 'harness';

/** Exit status by fault; the gravest wins in the order user, harness, environment, recipe. */
export const exitCodes = { recipe: 1, user: 2, environment: 3, harness: 4 } as const satisfies Record<Fault, number>;

/** In the order in which one exit code is chosen among several faults. */
export const gravestFirst: readonly Fault[] = ['user', 'harness', 'environment', 'recipe'];

/** What was seen, as data for machines: goes into no message. */
export type Facts = Readonly<Record<string, unknown>>;

export interface HarnessErrorInit {
  /** Stable, upper case, starts with `ERR_`. */
  code: string;
  fault: Fault;
  /** One or two sentences for a person: what happened, to what. No output of tools in here. */
  message: string;
  /** How to mend it, as an imperative sentence. */
  wayOut: string;
  /** What was seen: output, last log lines, last state. Shown below the message. */
  detail?: string;
  facts?: Facts;
  cause?: unknown;
}

/**
 * What the harness throws whenever it knows what happened. `message` holds all of it for a report; `shortMessage` is one sentence.
 *
 * @example
 * throw new HarnessError({
 *   code: 'ERR_NO_LICENCE', fault: 'user', message: 'ghost needs a licence key.', wayOut: 'Set LICENCE under [env] of recipes/ghost.toml.',
 * });
 */
export class HarnessError extends Error {
  readonly code: string;
  readonly fault: Fault;
  /** The message without detail: fits in one line of a report. */
  readonly shortMessage: string;
  readonly wayOut: string;
  readonly detail: string | undefined;
  readonly facts: Facts;

  constructor(init: HarnessErrorInit) {
    const parts = [`${init.message} [${init.code}, ${faultWord[init.fault]}]`, `Way out: ${init.wayOut}`];
    if (init.detail) parts.push(init.detail);
    super(parts.join('\n'), init.cause === undefined ? undefined : { cause: init.cause });
    this.name = new.target.name;
    this.code = init.code;
    this.fault = init.fault;
    this.shortMessage = init.message;
    this.wayOut = init.wayOut;
    this.detail = init.detail;
    this.facts = init.facts ?? {};
  }
}

/** The words of reports. */
export const faultWord = {
  recipe: "the recipe's fault",
  user: "the user's mistake",
  environment: "the environment's fault",
  harness: "the harness's fault",
} as const satisfies Record<Fault, string>;
