/** A `playwright test` that is a guest: another process owns the run and all that is deployed, and this one only tests it. */

/** Names the file to which the guest tells how its tests ended. */
const guestVariable = 'RECIPE_HARNESS_GUEST';

/** Undefined in every ordinary run. */
export function guestFile(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env[guestVariable] || undefined;
}

export function isGuest(): boolean {
  return guestFile() !== undefined;
}

const workersVariable = 'RECIPE_HARNESS_GUEST_WORKERS';

/** How many of a recipe's tests may run at once: one, unless a guest's host knows that they change nothing. */
export function workersOfRecipe(env: NodeJS.ProcessEnv = process.env): number {
  return guestFile(env) === undefined ? 1 : Number(env[workersVariable] ?? 1);
}

/** What a guest is told in its environment. */
export function environmentOfGuest(file: string, workers: number): NodeJS.ProcessEnv {
  return { [guestVariable]: file, [workersVariable]: String(workers) };
}
