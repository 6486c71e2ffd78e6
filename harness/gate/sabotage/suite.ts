/** Runs some of a recipe's tests as a guest of the run that owns its app, and reads how they ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { HarnessError } from '../../errors.ts';
import { packageModule, playwrightCommand } from '../../package.ts';
import { environmentOfGuest } from '../../run/guest.ts';
import type { Run } from '../../run/run.ts';
import type { Told, ToldTest } from './tell.ts';

export type Selection = { readonly grep: string } | { readonly grepInvert: string } | { readonly tests: readonly ToldTest[] };

/**
 * @param workers more than one only where the tests change nothing that another one looks at
 * @throws HarnessError when Playwright did not come to the end of them; what the tests found is no error
 */
export async function runSuite(run: Pick<Run, 'folder' | 'settings'>, recipe: string, selection: Selection, workers = 1): Promise<Told> {
  const file = path.join(run.folder, 'sabotage', 'told.json');
  rmSync(file, { force: true });
  const child = spawn(process.execPath, [
    playwrightCommand(run.settings.root), 'test', `--project=${recipe}`, `--reporter=${packageModule('harness/gate/sabotage/tell')}`,
    ...(workers > 1 ? [`--workers=${workers}`, '--fully-parallel'] : []), '--trace=off', '--output', path.join(run.folder, 'sabotage', 'results'), ...selected(selection),
  ], { cwd: run.settings.root, stdio: 'inherit', env: { ...process.env, ...environmentOfGuest(file, workers) } });
  const [code] = await once(child, 'exit') as [number | null];
  const told = readTold(file);
  const [error] = told?.errors ?? [];
  if (told && error === undefined) return told;
  throw new HarnessError({
    code: 'ERR_PROVE_SUITE', fault: 'harness',
    message: `The tests of ${recipe} did not run to their end (Playwright ended with status ${code ?? 'none'}).`,
    wayOut: 'See what it said above; an ordinary run of the recipe must be green before it is proved.', detail: error ?? '',
  });
}

function selected(selection: Selection): string[] {
  if ('grep' in selection) return ['--grep', selection.grep];
  if ('grepInvert' in selection) return ['--grep-invert', selection.grepInvert];
  // Playwright takes what stands before the line for a pattern.
  return selection.tests.map(({ file, line }) => `${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$:${line}`);
}

function readTold(file: string): Told | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Told;
  } catch {
    return undefined;
  }
}
