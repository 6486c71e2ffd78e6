/** Reads Playwright's own command line: which projects are named, and what narrows the selection of tests. */

export interface CommandLine {
  /** True for `playwright test` itself: not for its workers, its servers, or its other commands. */
  isTest: boolean;
  /** `--list` and `--help` run nothing. */
  runsNothing: boolean;
  /** UI mode: a person picks what runs, again and again. */
  interactive: boolean;
  /** Values of `--project`. */
  projects: string[];
  /** What narrows the selection, as a person would say it: "--grep @backup". */
  narrowedBy: string[];
}

/** Options of `playwright test` that take a value; the others are flags. */
const withValue = new Set([
  '--add-reporter', '--browser', '--config', '-c', '--global-timeout', '--grep', '-g', '--grep-invert', '-G', '--last-failed-file', '--max-failures', '--output',
  '--repeat-each', '--reporter', '--retries', '--run-agents', '--shard', '--test-list', '--test-list-invert', '--timeout', '--trace', '--tsconfig',
  '--ui-host', '--ui-port', '--update-source-method', '--workers', '-j',
]);
/** Options whose value may be left out: the next word is theirs unless it is an option. */
const withOptionalValue = new Set(['--debug', '--only-changed', '--shuffle', '--update-snapshots', '-u']);
const narrowing = new Set(['--grep', '-g', '--grep-invert', '-G', '--last-failed', '--only-changed', '--shard', '--test-list', '--test-list-invert']);

export function readCommandLine(argv: readonly string[]): CommandLine {
  const read: CommandLine = { isTest: argv[2] === 'test', runsNothing: false, interactive: false, projects: [], narrowedBy: [] };
  if (!read.isTest) return read;
  const end = argv.indexOf('--');
  const words = argv.slice(3, end < 0 ? undefined : end);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!word.startsWith('-')) {
      read.narrowedBy.push(word);
      continue;
    }
    const [name, value] = split(word);
    const next = words[i + 1];
    const takesNext = value === undefined && next !== undefined
      && (withValue.has(name) || (withOptionalValue.has(name) && !next.startsWith('-')));
    if (name === '--project') {
      if (value !== undefined) read.projects.push(value);
      // The option is variadic: every word up to the next option is a project, also after `--project=x`.
      while (words[i + 1] !== undefined && !words[i + 1]?.startsWith('-')) read.projects.push(words[++i] ?? '');
    }
    if (narrowing.has(name)) read.narrowedBy.push([name, value ?? (takesNext ? next : undefined)].filter(part => part !== undefined).join(' '));
    if (name === '--list' || name === '--help' || name === '-h') read.runsNothing = true;
    if (name === '--ui' || name === '--ui-host' || name === '--ui-port') read.interactive = true;
    if (takesNext) i++;
  }
  return read;
}

/** `--name=value`, and `-gvalue` for short options. */
function split(word: string): [name: string, value: string | undefined] {
  if (!word.startsWith('--')) return word.length > 2 ? [word.slice(0, 2), word.slice(2).replace(/^=/, '')] : [word, undefined];
  const equals = word.indexOf('=');
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}
