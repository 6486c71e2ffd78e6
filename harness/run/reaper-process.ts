/** The runner's side of the reaper: starts it, holds its life line, sends it away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError, type Fault } from '../errors.ts';
import { withoutTokens } from '../settings/tokens.ts';
import { runFolderVariable } from './end-processes.ts';

/** What the reaper says while somebody listens: one JSON text a line. */
export type ReaperSays =
  | { ready: true }
  | { cleaned: readonly string[] }
  | { error: { code: string; fault: Fault; message: string; wayOut: string } };

export interface Reaper {
  readonly pid: number;
  /** What the janitor removed that dead runs had left. */
  readonly cleaned: readonly string[];
  /** Sends it away: nothing is left to do. Resolves when it is gone. */
  dismiss(): Promise<void>;
  /** Lets go of it without a word: it undoes what the run has left. */
  abandon(): void;
}

/** Starts the reaper in a session of its own; it holds the lease from the moment it is ready. */
export async function startReaper(runFolder: string, onEnd: () => void): Promise<Reaper> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const main = fileURLToPath(new URL(`../reaper/main.${extension}`, import.meta.url));
  const log = openSync(join(runFolder, 'reaper.log'), 'a', 0o600);
  // Its own session, and a file for its output: it must outlive a terminal, a CI step and their pipes.
  const child = spawn(process.execPath, [main, runFolder], {
    detached: true, cwd: runFolder, stdio: ['pipe', 'pipe', log], env: environmentOfReaper(),
  });
  closeSync(log);
  child.on('error', () => undefined); // told by the missing `ready`
  child.stdin?.on('error', () => undefined); // the reaper is gone; nobody is told anything through it any more
  const cleaned = await readyAndClean(child, runFolder);
  child.once('exit', onEnd);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return {
    pid: child.pid ?? 0, cleaned,
    dismiss: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const gone = once(child, 'exit');
      child.stdin?.end('done\n');
      await gone;
    },
    abandon: () => void child.stdin?.end(),
  };
}

/** Listens until the janitor is through, then leaves the reaper to itself. */
async function readyAndClean(child: ChildProcess, runFolder: string): Promise<readonly string[]> {
  if (!child.stdout) throw noReaper(runFolder);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as ReaperSays;
    if ('error' in said) throw new HarnessError({ ...said.error, facts: { reaperLog: join(runFolder, 'reaper.log') } });
    if ('cleaned' in said) {
      child.stdout.destroy();
      return said.cleaned;
    }
  }
  throw noReaper(runFolder);
}

/** Without tokens, without what would load Playwright's hooks into it, and without what would make it look like a worker of the run. */
function environmentOfReaper(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, [runFolderVariable]: _run, ...env } = withoutTokens(process.env);
  return env;
}

function noReaper(runFolder: string): HarnessError {
  return new HarnessError({
    code: 'ERR_NO_REAPER', fault: 'harness',
    message: 'The reaper process ended before it was ready; without it a killed run would leave its apps behind.',
    wayOut: `Read ${join(runFolder, 'reaper.log')}.`,
  });
}
