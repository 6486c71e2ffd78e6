/** Reads code and fault back from a HarnessError's message: all that survives the way from a worker to a reporter. */
import { type Fault, faultWord } from '../errors.ts';

export interface Mark {
  code: string;
  fault: Fault;
  /** The message before the mark. */
  message: string;
  wayOut: string | undefined;
}

const faults = Object.entries(faultWord) as [Fault, string][];
const pattern = new RegExp(`^(?:\\w*Error: )?([\\s\\S]*?) ?\\[(ERR_[A-Z0-9_]+), (${faults.map(([, word]) => word).join('|')})\\](?:\\nWay out: (.*))?`);

/** The mark that the constructor of HarnessError put into `text`, when there is one. */
export function markOf(text: string): Mark | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [, message = '', code = '', word, wayOut] = found;
  const fault = faults.find(([, candidate]) => candidate === word)?.[0];
  return fault && { code, fault, message: message.trim(), wayOut };
}
