/** Runs one command in a pseudo-terminal until it ends, or its deadline passes, or it is called off. */
import { spawn } from 'node-pty';
import { signalChild, startTimeOf, type Child } from './child.ts';

export interface PtyRequest {
  file: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd: string;
  /** What the child is called in the ledger. */
  what: string;
  deadlineMs: number;
  signal: AbortSignal;
  /** Called while the child still waits at its gate: nothing has happened yet. What it returns is called at the end. */
  onChild?: ((child: Child) => () => void) | undefined;
  onText(raw: string): void;
}

export interface PtyResult {
  output: string;
  exitCode: number;
  ended: 'exit' | 'deadline' | 'abort';
}

/** Wide enough for abra's widest table, which does not wrap. */
const columns = 240;
const rows = 60;
/** How long a child may take to end by itself after it was asked to. */
const graceMs = 3_000;
/** More output than any command has in good faith; what exceeds it is dropped from the middle of the story. */
const mostOutput = 8 * 1024 * 1024;
/** Waits for one line from the terminal and then becomes the command, under the same pid. */
const gate = 'IFS= read -r go && exec "$0" "$@"';

export function runInPty(request: PtyRequest): Promise<PtyResult> {
  const terminal = spawn('/bin/sh', ['-c', gate, request.file, ...request.args], {
    name: 'dumb', cols: columns, rows, cwd: request.cwd, env: request.env,
  });
  return new Promise((resolve, reject) => {
    let output = '';
    let ended: PtyResult['ended'] = 'exit';
    let atGate = true;
    let forget: (() => void) | undefined;
    let hardEnd: NodeJS.Timeout | undefined;
    const child: Child = { pid: terminal.pid, startTime: startTimeOf(terminal.pid) ?? 0, what: request.what };

    const end = (why: 'deadline' | 'abort'): void => {
      if (ended !== 'exit') return;
      ended = why;
      signalChild(child, 'SIGTERM');
      hardEnd = setTimeout(() => signalChild(child, 'SIGKILL'), graceMs);
    };
    const deadline = setTimeout(() => end('deadline'), request.deadlineMs);
    const onAbort = (): void => end('abort');
    request.signal.addEventListener('abort', onAbort, { once: true });

    terminal.onData(raw => {
      // The terminal echoes the line that opened the gate.
      const text = atGate ? raw.replace(/^\r?\n/, '') : raw;
      atGate = false;
      if (output.length < mostOutput) output += text;
      request.onText(text);
    });
    terminal.onExit(({ exitCode, signal }) => {
      clearTimeout(deadline);
      clearTimeout(hardEnd);
      request.signal.removeEventListener('abort', onAbort);
      try {
        forget?.();
        resolve({ output, exitCode: signal ? 128 + signal : exitCode, ended });
      } catch (error) {
        reject(asError(error));
      }
    });

    try {
      forget = request.onChild?.(child);
      terminal.write('\r');
    } catch (error) {
      // Not recorded means not done: the command is still behind its gate.
      signalChild(child, 'SIGKILL');
      reject(asError(error));
    }
  });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
