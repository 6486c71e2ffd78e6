/** An unfiltered run holds every generic spec and the teardown: one that is missing proves less than it seems to. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Suite } from '@playwright/test/reporter';
import { genericSpecs, teardownSpecs } from '../package.ts';
import type { Problem } from './judge.ts';

/** What is missing from each project of the run. */
export function missingSpecs(root: Suite): { recipe: string; problem: Problem }[] {
  const wanted = [...genericSpecs(), ...teardownSpecs()];
  return root.suites.flatMap(project => {
    // Where a test was written, not the file that was listed: a stub counts for what it imports, a namesake for nothing.
    const present = new Set(project.allTests().map(test => real(test.location.file)));
    const missing = wanted.filter(file => !present.has(real(file)));
    return missing.map(file => ({ recipe: project.title, problem: {
      code: 'ERR_SPEC_MISSING', fault: 'user' as const,
      message: `${project.title} ran without ${path.basename(path.dirname(file))}/${path.basename(file)}, which every recipe must pass.`,
      wayOut: 'Use the config that harnessConfig() returns as it is; the stub specs in .recipe-harness are written anew by it.',
    } }));
  });
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
