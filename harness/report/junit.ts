/** A JUnit report beside the others, where the environment says where to: how `recipe-harness ci` asks for it. */
import type { ReporterDescription } from '@playwright/test';

/** Names the file. */
export const junitVariable = 'RECIPE_HARNESS_JUNIT';

export function junitReporter(env: NodeJS.ProcessEnv = process.env): ReporterDescription[] {
  const outputFile = env[junitVariable];
  return outputFile === undefined || outputFile === '' ? [] : [['junit', { outputFile }]];
}
