/** A mistake in a settings file or in the environment, told in one message: where, what, and the way out. */
import { HarnessError } from '../errors.ts';

/** One mistake: the place, what is wrong with it, and what to write instead. */
export interface Problem {
  /** The file as the user knows it, or `environment`. */
  file: string;
  line?: number | undefined;
  key?: string | undefined;
  value?: unknown;
  /** A sentence without the place. */
  what: string;
  /** An imperative sentence. */
  wayOut: string;
}

export type SettingsCode =
  | 'ERR_SETTINGS_SYNTAX' | 'ERR_SETTINGS_INVALID' | 'ERR_SETTINGS_MISSING' | 'ERR_SETTINGS_ENVIRONMENT'
  | 'ERR_RECIPE_UNKNOWN' | 'ERR_DEPENDENCY_UNKNOWN' | 'ERR_DEPENDENCY_CYCLE';

export class SettingsError extends HarnessError {
  readonly problems: readonly Problem[];

  constructor(code: SettingsCode, problems: readonly Problem[], detail?: string) {
    const one = problems.length === 1;
    super({
      code,
      fault: 'user',
      message: one ? problems.map(told).join('') : `${problems.length} mistakes in the settings:\n${problems.map(p => `  ${told(p)}`).join('\n')}\n`,
      wayOut: [...new Set(problems.map(p => p.wayOut))].join(' '),
      ...(detail === undefined ? {} : { detail }),
      facts: { problems },
    });
    this.problems = problems;
    // A user's mistake is told without a trace, whoever prints it.
    this.stack = `${this.name}: ${this.message}`;
  }
}

function told(problem: Problem): string {
  return `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: ${problem.what}`;
}
