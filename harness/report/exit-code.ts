/** The exit code belongs to the verdict: Playwright knows 0 and 1, a run here also says whose fault it was. */
import { exitCodes, type HarnessError } from '../errors.ts';

/** What the guard leaves for the end of the process. */
export interface FinalVerdict {
  exitCode: number;
}

interface Shared {
  watched?: boolean;
  verdict?: FinalVerdict;
  mistake?: number;
}

/** The config and the reporters are loaded apart, perhaps twice; the process is what they share. */
const shared: Shared = ((globalThis as unknown as Record<symbol, Shared>)[Symbol.for('recipe-harness/verdict')] ??= {});

/** Called by the guard, once it has judged the run and scrubbed what it wrote. */
export function leaveVerdict(verdict: FinalVerdict): void {
  shared.verdict = verdict;
}

/** Makes sure that the process ends with the verdict's code, and never with 0 when nobody judged. */
export function watchExitCode(expectsVerdict: boolean): void {
  if (shared.watched) return;
  shared.watched = true;
  process.on('exit', code => {
    if (shared.mistake !== undefined) process.exitCode = shared.mistake;
    else if (shared.verdict) process.exitCode = finalCode(code, shared.verdict.exitCode);
    else if (expectsVerdict && code === 0) {
      process.stderr.write('\nThe guard did not judge this run, so it cannot be green [ERR_NO_VERDICT, the harness\'s fault].\n'
        + 'Way out: leave PW_TEST_REPORTER alone, and use the config that harnessConfig() returns.\n');
      process.exitCode = exitCodes.harness;
    }
  });
}

/** A veto of somebody else's reporter stands beside a green verdict; an interrupt stands above every verdict. */
function finalCode(playwright: number, verdict: number): number {
  if (playwright === 130) return 130;
  return verdict === 0 ? playwright : verdict;
}

/** An error for Playwright to print as one message: no stack, no fields; the exit code is kept for the end. */
export function asOneMessage(error: HarnessError): Error {
  shared.mistake = exitCodes[error.fault];
  const plain = new Error(error.message);
  plain.stack = error.message;
  return plain;
}
