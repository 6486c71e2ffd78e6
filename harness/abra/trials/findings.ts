/** What the trials found out about each belief. */
import { flags, habits, texts, type Belief } from '../facts.ts';

export type BeliefId = `flags.${keyof typeof flags}` | `texts.${keyof typeof texts}` | `habits.${keyof typeof habits}`;

export interface Finding {
  id: BeliefId;
  belief: Belief;
  result: 'held' | 'broken' | 'untried';
  /** What was seen, or why it was not tried. */
  seen: string;
}

const beliefs = Object.fromEntries([
  ...Object.entries(flags).map(([key, belief]) => [`flags.${key}`, belief]),
  ...Object.entries(texts).map(([key, belief]) => [`texts.${key}`, belief]),
  ...Object.entries(habits).map(([key, belief]) => [`habits.${key}`, belief]),
]) as Record<BeliefId, Belief>;

export class Findings {
  readonly #found = new Map<BeliefId, Finding>();
  readonly #tell: (finding: Finding) => void;

  constructor(tell: (finding: Finding) => void) {
    this.#tell = tell;
  }

  /** A belief that was tried twice holds when it held both times. */
  judge(id: BeliefId, held: boolean, seen: string): void {
    if (this.#found.get(id)?.result === 'broken') return;
    this.#set({ id, belief: beliefs[id], result: held ? 'held' : 'broken', seen });
  }

  /** Judges the text by its pattern in the output of a command that should have been refused. */
  refusal(key: keyof typeof texts, { output, exitCode }: { output: string; exitCode: number }): void {
    const { pattern } = texts[key];
    const line = output.split('\n').find(candidate => pattern.test(candidate))?.trim();
    this.judge(`texts.${key}`, line !== undefined && exitCode !== 0, line ?? `status ${exitCode}: ${lastLine(output)}`);
  }

  untried(id: BeliefId, why: string): void {
    if (!this.#found.has(id)) this.#set({ id, belief: beliefs[id], result: 'untried', seen: why });
  }

  /** All beliefs in the order of facts.ts; what no trial reached is untried. */
  all(why: string): Finding[] {
    for (const id of Object.keys(beliefs) as BeliefId[]) this.untried(id, why);
    return (Object.keys(beliefs) as BeliefId[]).flatMap(id => this.#found.get(id) ?? []);
  }

  #set(finding: Finding): void {
    this.#found.set(finding.id, finding);
    this.#tell(finding);
  }
}

export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
