/** One call of the abra command: in a pseudo-terminal, told live, attached whole, with a deadline. */
import type { Fault } from '../errors.ts';
import { silent, type Progress } from '../progress.ts';
import { withoutTokens } from '../settings/tokens.ts';
import { AbraError, blame, fatalOf } from './abra-error.ts';
import type { Child } from './child.ts';
import { deadlineFor } from './deadlines.ts';
import { runInPty } from './pty.ts';
import { lastLines, NewLines, plainText } from './terminal-text.ts';

export interface AbraOptions {
  /** Path or name of the command. */
  command: string;
  /** The private ABRA_DIR. */
  abraDir: string;
  /** DOCKER_CONFIG for the command, so that it finds the Docker context. */
  dockerConfig?: string | undefined;
  /** Takes known secrets out of a text. */
  secrets?: ((text: string) => string) | undefined;
  /** Told of each child before it does anything; what it returns is called when the child has ended. */
  onChild?: ((child: Child) => () => void) | undefined;
  /** Calls off whatever runs. */
  signal?: AbortSignal | undefined;
  /** Environment instead of this process's. */
  env?: NodeJS.ProcessEnv | undefined;
}

export interface CallOptions {
  /** Seconds, instead of what the command derives. */
  deadlineSeconds?: number;
  signal?: AbortSignal;
}

export interface RunOptions extends CallOptions {
  /** The step's title, instead of the command line. */
  title?: string;
  /** The output holds secrets that nobody has registered yet: nothing of it is told or attached. */
  sensitive?: boolean;
}

export interface CallResult {
  /** What the terminal showed, as plain lines. Secrets are not masked in it. */
  output: string;
  exitCode: number;
}

const tailLines = 15;

/** Runs abra and returns its output and status, whatever they are. Throws on deadline, abort, or no such command. */
export async function call(abra: AbraOptions, args: readonly string[], options: RunOptions = {}, progress: Progress = silent): Promise<CallResult> {
  const mask = abra.secrets ?? (text => text);
  const command = mask(['abra', ...args].join(' '));
  const title = options.title === undefined ? command : mask(options.title);
  return progress.step(title, async () => {
    const begun = new Date();
    let lastWords: Date | undefined;
    const live = new NewLines(line => { if (!options.sensitive) progress.note(mask(line)); });
    const seconds = options.deadlineSeconds ?? deadlineFor(args);
    const signal = AbortSignal.any([abra.signal, options.signal].filter(given => given !== undefined));
    if (signal.aborted) throw calledOff(title, { command, status: -1, tail: '' });
    const result = await runInPty({
      file: abra.command, args, cwd: abra.abraDir, env: environment(abra), what: title,
      deadlineMs: seconds * 1000, signal,
      onChild: abra.onChild, onText: raw => {
        lastWords = new Date();
        live.push(raw);
      },
    });
    live.end();
    const output = plainText(result.output);
    const shown = options.sensitive ? onlyLog(output) : mask(output);
    if (!options.sensitive) await progress.attach(title, shown);
    const facts = { command, status: result.exitCode, tail: lastLines(shown, tailLines) };
    if (result.ended === 'deadline') {
      throw new AbraError({
        ...facts, code: 'ERR_ABRA_TIMEOUT', fault: blame(output, 'environment').fault,
        message: `\`${title}\` did not end within ${seconds} s and was stopped: it ran since ${clockOf(begun)}, and ${lastWords === undefined ? 'said nothing' : `was silent since ${clockOf(lastWords)}`}.`,
        wayOut: 'See below what it said last: a question, a registry or an engine that does not answer.',
      });
    }
    if (result.ended === 'abort') throw calledOff(title, facts);
    if (result.exitCode === 127 || result.exitCode === 126) throw missing(abra.command, facts);
    return { output, exitCode: result.exitCode };
  });
}

/** As `call`, and throws unless abra says by status and text that it did what it was told. */
export async function must(abra: AbraOptions, args: readonly string[], options: RunOptions & { otherwise?: Fault } = {}, progress: Progress = silent): Promise<string> {
  const { output, exitCode } = await call(abra, args, options, progress);
  const fatal = fatalOf(output);
  if (exitCode === 0 && fatal === undefined) return output;
  throw failure(abra, args, options, { output, exitCode });
}

/** The error for a call that ended, but not well. */
export function failure(abra: AbraOptions, args: readonly string[], options: RunOptions & { otherwise?: Fault }, result: CallResult): AbraError {
  const mask = abra.secrets ?? (text => text);
  const shown = options.sensitive ? onlyLog(result.output) : result.output;
  const { fault, wayOut } = blame(shown, options.otherwise);
  const command = mask(['abra', ...args].join(' '));
  const reason = mask(fatalOf(shown) ?? `status ${result.exitCode}`);
  return new AbraError({
    code: 'ERR_ABRA_FAILED', fault, command, status: result.exitCode, tail: mask(lastLines(shown, tailLines)),
    message: `\`${options.title === undefined ? command : mask(options.title)}\` failed: ${reason}.`, wayOut,
  });
}

/** The error for an output that ended well and yet holds nothing of what it should. */
export function notUnderstood(abra: AbraOptions, what: string, output: string): AbraError {
  const mask = abra.secrets ?? (text => text);
  return new AbraError({
    code: 'ERR_ABRA_OUTPUT', fault: 'harness', command: `abra ${what}`, status: 0, tail: mask(output).slice(-2_000),
    message: `The output of \`abra ${what}\` is not understood.`,
    wayOut: 'Run `npm run abra:facts`: this abra differs from what the harness believes of it.',
  });
}

function calledOff(title: string, facts: { command: string; status: number; tail: string }): AbraError {
  return new AbraError({ ...facts, code: 'ERR_ABRA_ABORTED', fault: 'environment', message: `\`${title}\` was called off.`, wayOut: 'Run it again.' });
}

function missing(command: string, facts: { command: string; status: number; tail: string }): AbraError {
  return new AbraError({
    ...facts, code: 'ERR_ABRA_MISSING', fault: 'user', message: `The command "${command}" cannot be run.`,
    wayOut: 'Install abra, or correct `abra` in the target\'s settings.',
  });
}

/** Time of day as logs have it, without the date. */
const clockOf = (at: Date): string => `${at.toISOString().slice(11, 19)} UTC`;

/** Of an output that may hold secrets: the lines of the log, which tell what went wrong. */
function onlyLog(output: string): string {
  return output.split('\n').filter(line => /^(WARN|FATA|ERRO)\b/.test(line)).join('\n');
}

/** Where the harness's own processes keep what they have compiled; an abra that is a Node program is timed as it comes. */
const ofHarness = 'NODE_COMPILE_CACHE';

function environment(abra: AbraOptions): Record<string, string> {
  const inherited = Object.entries(withoutTokens(abra.env ?? process.env)).flatMap(([key, value]) => value === undefined || key === ofHarness ? [] : [[key, value] as const]);
  return {
    ...Object.fromEntries(inherited),
    ABRA_DIR: abra.abraDir,
    ...(abra.dockerConfig === undefined ? {} : { DOCKER_CONFIG: abra.dockerConfig }),
    // No colours, no questions to the terminal about its background, English texts.
    TERM: 'dumb', NO_COLOR: '1', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: '',
  };
}
