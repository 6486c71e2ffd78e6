/** A command of abra that failed, refused, overran its deadline, was called off, or printed what nobody understands. */
import { HarnessError, type Fault } from '../errors.ts';
import { shapes, texts, type TextBelief } from './facts.ts';

export type AbraCode = 'ERR_ABRA_FAILED' | 'ERR_ABRA_TIMEOUT' | 'ERR_ABRA_ABORTED' | 'ERR_ABRA_MISSING' | 'ERR_ABRA_OUTPUT' | 'ERR_ABRA_TOO_OLD';

export interface AbraErrorInit {
  code: AbraCode;
  fault: Fault;
  message: string;
  wayOut: string;
  /** The command as typed, secrets masked. */
  command: string;
  status: number;
  /** The last lines of the output, secrets masked. */
  tail: string;
}

export class AbraError extends HarnessError {
  readonly command: string;
  readonly status: number;
  readonly tail: string;

  constructor(init: AbraErrorInit) {
    const { command, status, tail } = init;
    super({ code: init.code, fault: init.fault, message: init.message, wayOut: init.wayOut, detail: tail, facts: { command, status, tail } });
    this.command = command;
    this.status = status;
    this.tail = tail;
  }
}

interface Blame { fault: Fault; wayOut: string }

/** The lab's command tells what is its own doing, or its machine's; a recipe has no part in it. */
const ofTheLab = /this is a fault of the lab's abra|\[ERR_LAB_[A-Z_]+\]/;

/** Whose fault a failure is, by the texts that are known; else `otherwise`. */
export function blame(output: string, otherwise: Fault = 'recipe'): Blame {
  if (ofTheLab.test(output)) return { fault: 'environment', wayOut: 'Look at the lab with `npm run lab:status`; if it is up, report this with the lines below.' };
  const known = Object.values<TextBelief>(texts).find(({ pattern }) => pattern.test(output));
  if (known) return { fault: known.fault, wayOut: known.wayOut };
  return { fault: otherwise, wayOut: 'Read the last lines below; the whole output is attached.' };
}

/** The sentence behind the last FATA, when there is one. */
export function fatalOf(output: string): string | undefined {
  return [...output.matchAll(new RegExp(shapes.fatal, 'gm'))].at(-1)?.[1]?.trim();
}
