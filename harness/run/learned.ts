/** What a run learns of itself and of its apps on the way, written down at once: the results are made when all of it is gone. */
import { appendLine, readLines } from './json-lines.ts';

export type StageName = 'install' | 'previous release' | 'upgrade' | 'disaster' | 'restore';

/** Milliseconds, one after the other. */
export interface Waits {
  readonly pull: number;
  readonly schedule: number;
  readonly start: number;
  readonly health: number;
  readonly app: number;
  readonly ingress: number;
}

/** A deploy, or a restore, that came to its end. */
export interface Stage {
  readonly stage: StageName;
  /** The release, or the commit. */
  readonly version: string;
  readonly durationMs: number;
  /** Null where the engine did not tell them, or nothing was begun anew. */
  readonly waits: Waits | null;
  /** Milliseconds from the begin of the deploy; null where that was not seen, or was before it. */
  readonly services: readonly { readonly service: string; readonly scheduled: number | null; readonly started: number | null; readonly settled: number | null }[];
}

/** Bytes. */
export interface DiskOfService {
  readonly image: number;
  readonly volumes: number;
}

export interface LintFinding {
  readonly rule: string;
  readonly message: string;
}

export type Learned =
  /** The run itself: what it works with, and whether it took up the apps of an earlier one. */
  | { readonly kind: 'run'; readonly run: string; readonly engine: string; readonly adopted: boolean }
  | { readonly kind: 'abra'; readonly version: string }
  /** It uses what an earlier run has left warm. */
  | { readonly kind: 'warm'; readonly dependent: string }
  | { readonly kind: 'stage'; readonly recipe: string; readonly stage: Stage }
  /** `findings` is null where abra could not be asked. */
  | { readonly kind: 'lint'; readonly recipe: string; readonly findings: readonly LintFinding[] | null }
  | { readonly kind: 'disk'; readonly recipe: string; readonly services: Readonly<Record<string, DiskOfService>> }
  /** What was there when the app had been removed, by name. */
  | { readonly kind: 'left'; readonly recipe: string; readonly things: readonly string[] };

export type LearnedOf<Kind extends Learned['kind']> = Extract<Learned, { kind: Kind }>;

/** Keeps nobody from anything: where there is no room for a note, the results do without it, and the reason is told. */
export function noteLearned(runFolder: string, learned: Learned, tell: (line: string) => void): void {
  try {
    appendLine(runFolder, 'learned', learned);
  } catch (error) {
    tell(`not noted for the results: ${String(error)}`);
  }
}

/** Of one kind, the earliest first. */
export function readLearned<Kind extends Learned['kind']>(runFolder: string, kind: Kind): LearnedOf<Kind>[] {
  return (readLines(runFolder, 'learned') as Learned[]).filter((line): line is LearnedOf<Kind> => line.kind === kind);
}
