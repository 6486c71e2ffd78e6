/** Runs the backup half of a project's suite, and reads the verdict where machines do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runSuite } from '../lab/suite/run-suite.ts';
import { project, type Change } from './twin.ts';

export interface Problem { code: string; fault: string; message: string; wayOut?: string }

export interface BackupVerdict {
  exitCode: number;
  word: string;
  fault: string | null;
  inPlace: Problem | string;
  disaster: Problem | string;
  /** Problems of the recipe and of the run that are no test's. */
  others: Problem[];
  seconds: number;
  output: string;
}

interface Results {
  verdict: string; fault: string | null; exitCode: number; problems: Problem[];
  tests: { title: string; status: string; problem?: Problem }[];
}

/** `playwright test --grep @backup` on the shelf, with these lines of it changed. */
export async function backupVerdict(name: string, changes: readonly Change[] = []): Promise<BackupVerdict> {
  const root = project(name, changes);
  const started = Date.now();
  const run = await runSuite(['--grep', '@backup'], { root });
  const results = JSON.parse(readFileSync(join(root, 'results', 'shelf', 'partial.json'), 'utf8')) as Results;
  if (run.exitCode !== results.exitCode) throw new Error(`the process ended with ${run.exitCode}, partial.json says ${results.exitCode}\n${run.output}`);
  const of = (title: string): Problem | string => {
    const test = results.tests.find(each => each.title === title);
    return test?.problem ?? test?.status ?? 'not run';
  };
  const verdict: BackupVerdict = {
    exitCode: run.exitCode, word: results.verdict, fault: results.fault,
    inPlace: of('a restore brings back what was wiped'), disaster: of('a disaster is survived'),
    others: results.problems, seconds: (Date.now() - started) / 1000, output: run.output,
  };
  console.log(`${name}: ${verdict.seconds.toFixed(1)} s, exit ${verdict.exitCode}, ${verdict.word}, fault ${String(verdict.fault)}`);
  for (const problem of [verdict.inPlace, verdict.disaster, ...verdict.others]) {
    console.log('   ', typeof problem === 'string' ? problem : `${problem.code} (${problem.fault}) ${problem.message}`);
  }
  return verdict;
}

/** What a green verdict is, whole. */
export const green = { exitCode: 0, word: 'green', fault: null, inPlace: 'passed', disaster: 'passed', others: [] };
