/** Lint of the overlays in a process of its own beside the deployments: it costs the run nothing, and what fails in it says nothing. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { packageModule } from '../package.ts';
import { withoutTokens } from '../settings/tokens.ts';

export interface OverlaysToLint {
  readonly root: string;
  readonly overlays: readonly { readonly recipe: string; readonly folder: string }[];
}

const finding = z.strictObject({ file: z.string(), line: z.int(), rule: z.string(), message: z.string() });
const answer = z.record(z.string(), z.array(finding));

export type OverlayFinding = z.infer<typeof finding>;
/** By recipe. One that is missing was not linted: ESLint or its plugins are not installed, or it failed. */
export type OverlayFindings = ReadonlyMap<string, readonly OverlayFinding[]>;

/** A run takes a minute, lint some seconds: whoever is still at it when the run is over is not coming to an end. */
const patienceMs = 10_000;

export class OverlayLint {
  readonly #child: ChildProcessByStdio<Writable, Readable, null> | undefined;
  readonly #found: Promise<OverlayFindings>;

  /** Begins at once. @param program for tests: what is run instead */
  constructor(what: OverlaysToLint, program = packageModule('harness/cli/lint-overlays')) {
    this.#child = what.overlays.length === 0 || !existsSync(program) ? undefined : begin(program, what);
    this.#found = this.#child === undefined ? Promise.resolve(none) : collect(this.#child).catch(() => none);
  }

  /** Never throws. */
  async findings(patience = patienceMs): Promise<OverlayFindings> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<OverlayFindings>(resolve => { timer = setTimeout(resolve, patience, none); });
    try {
      return await Promise.race([this.#found, late]);
    } finally {
      clearTimeout(timer);
      this.#child?.kill('SIGKILL');
    }
  }
}

const none: OverlayFindings = new Map();

function begin(program: string, what: OverlaysToLint): ChildProcessByStdio<Writable, Readable, null> | undefined {
  try {
    const child = spawn(process.execPath, [program], { cwd: what.root, env: withoutTokens(process.env), stdio: ['pipe', 'pipe', 'ignore'] });
    // Whatever comes of it: without a listener, each would end the run.
    child.on('error', () => undefined);
    child.stdin.on('error', () => undefined);
    child.unref();
    lower(child.pid);
    child.stdin.end(JSON.stringify(what));
    return child;
  } catch {
    return undefined;
  }
}

/** The deployments come first. */
function lower(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It is only slower to be polite.
  }
}

async function collect(child: ChildProcessByStdio<Writable, Readable, null>): Promise<OverlayFindings> {
  return new Map(Object.entries(answer.parse(JSON.parse(await text(child.stdout)))));
}
