/** One `playwright test` of one recipe, as a child that lives no longer than this process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { packageModule, playwrightCommand } from '../package.ts';
import { junitVariable } from '../report/junit.ts';
import type { RecipeArtefacts } from './artefacts.ts';
import { lifeLineVariable } from './life-line-variable.ts';

export interface Suite {
  readonly root: string;
  readonly recipe: string;
  /** Commit or path; undefined where the recipe file says it. */
  readonly underTest: string | undefined;
  readonly artefacts: RecipeArtefacts;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted with a signal's name: it is sent on. */
  readonly cancelled: AbortSignal;
}

/** Runs it with the terminal's output passed through. @returns its exit code, as a shell tells it */
export async function runSuite({ root, recipe, underTest, artefacts, env, cancelled }: Suite): Promise<number> {
  const child = spawn(process.execPath, [
    '--import', pathToFileURL(packageModule('harness/pipeline/life-line')).href,
    playwrightCommand(root), 'test', `--project=${recipe}`, '--output', artefacts.failures,
  ], {
    cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: {
      ...withoutForge(env), [lifeLineVariable]: '3', [junitVariable]: artefacts.junit, PLAYWRIGHT_HTML_OUTPUT_DIR: artefacts.htmlReport,
      ...(underTest === undefined ? {} : { HARNESS_REF: underTest }),
    },
  });
  const pass = (): void => {
    // A terminal has sent its interrupt to the child as well; a second one would end it without its own clearing up.
    if (cancelled.reason !== 'SIGINT' || !process.stdin.isTTY) child.kill(cancelled.reason as NodeJS.Signals);
  };
  if (cancelled.aborted) pass();
  cancelled.addEventListener('abort', pass);
  try {
    const [code, signal] = await once(child, 'exit') as [number | null, NodeJS.Signals | null];
    return code ?? 128 + constants.signals[signal ?? 'SIGKILL'];
  } finally {
    cancelled.removeEventListener('abort', pass);
  }
}

/** The token of the forge is this process's own affair: no test has a use for it. */
function withoutForge({ HARNESS_FORGE_TOKEN: _token, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
