/** Whether this run was narrowed to some of its tests, as the runner's own process tells the others. */

const variable = 'RECIPE_HARNESS_NARROWED';

/** Before the first worker, which has it from its parent. */
export function tellWhetherNarrowed(narrowed: boolean, env: NodeJS.ProcessEnv = process.env): void {
  if (narrowed) env[variable] = '1';
  else delete env[variable];
}

export function isNarrowed(env: NodeJS.ProcessEnv = process.env): boolean {
  return env[variable] === '1';
}
