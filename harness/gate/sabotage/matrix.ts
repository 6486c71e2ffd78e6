/** Tests against breaks: which turned red for the right reason, which stayed green although what they are about was broken. */
import type { Break } from './breaks.ts';
import type { ToldTest } from './tell.ts';

export type CellWord =
  /** Red, as it must be. */
  | 'red'
  /** Stayed green although its subject was broken. */
  | 'green'
  /** Red, but not for what was broken. */
  | 'other reason'
  /** It did not run to its end under this break. */
  | 'not run';

export interface Cell {
  readonly test: string;
  readonly break: string;
  readonly word: CellWord;
  /** Of the failure. */
  readonly code?: string;
  readonly fault?: string;
}

export interface Row {
  /** Name as in the report. */
  readonly title: string;
  readonly file: string;
  readonly line: number;
}

/** What never is the app's doing: the way to it, or a run that was cut short. */
const spoilt = new Set(['ERR_HTTP_CONNECTION', 'ERR_HTTP_NAME', 'ERR_HTTP_CERTIFICATE', 'ERR_NET_UNREACHED', 'ERR_NET_NAME', 'ERR_NET_REFUSED', 'ERR_NET_CERTIFICATE', 'ERR_NET_HANDSHAKE', 'ERR_DEPENDENCY_DOWN', 'ERR_UNEXPECTED', 'ERR_PROVE_BACKUP']);

export const placeOf = ({ file, line, title }: Row): string => `${file}:${line} › ${title}`;

/** One cell for each test that the break concerns. @param baseline how the tests ended while nothing was broken */
export function cellsOf(broken: Break, baseline: readonly ToldTest[], under: readonly ToldTest[]): Cell[] {
  const ended = new Map(under.map(test => [test.id, test]));
  return subjectsOf(broken, baseline).map(test => {
    const cell = { test: placeOf(test), break: broken.name };
    const found = ended.get(test.id);
    if (found?.status === 'passed') return { ...cell, word: 'green' };
    if (found?.status !== 'failed' || !found.problem) return { ...cell, word: 'not run', ...(found?.problem ? { code: found.problem.code } : {}) };
    const { code, fault } = found.problem;
    const due = broken.codes ? broken.codes.includes(code) : !spoilt.has(code);
    return { ...cell, word: due ? 'red' : 'other reason', code, fault };
  });
}

/** A test that does not apply proves nothing in any case. */
export function subjectsOf(broken: Break, baseline: readonly ToldTest[]): ToldTest[] {
  return baseline.filter(test => test.status === 'passed' && broken.concerns(test));
}

export function score(cells: readonly Cell[]): { killed: number; total: number } {
  return { killed: cells.filter(({ word }) => word === 'red').length, total: cells.length };
}

const signs: Readonly<Record<CellWord, string>> = { 'red': 'red', 'green': 'GREEN', 'other reason': 'other', 'not run': 'not run' };

/** The matrix for a terminal: a block for each break, a line for each test. */
export function matrixText(breaks: readonly { name: string; what: string; seconds: number | null }[], cells: readonly Cell[]): string {
  return breaks.map(({ name, what, seconds }) => {
    if (seconds === null) return `${name}: ${what}\n  no test is about it`;
    const lines = cells.filter(cell => cell.break === name).map(({ test, word, code }) => `  ${signs[word].padEnd(7)}  ${(code ?? '').padEnd(22)} ${test}`);
    return `${name}: ${what} (${seconds.toFixed(0)} s)\n${lines.join('\n')}`;
  }).join('\n');
}
