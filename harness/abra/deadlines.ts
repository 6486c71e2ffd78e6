/** How long each command may take, in seconds: what it does on the network and in the engine decides. */

/** Longest first word match wins: `app backup create` before `app`. */
const seconds: Readonly<Record<string, number>> = {
  // Reads files and the engine's state.
  'app': 120,
  'recipe': 120,
  'server': 60,
  '--version': 30,
  // Asks the registry once for each image, then sends the stack.
  'app deploy': 300,
  'app upgrade': 300,
  'app rollback': 300,
  // Generates one secret after the other on the server.
  'app secret generate': 180,
  // Clone over the network.
  'recipe fetch': 300,
  // Moves an app's data through hooks and restic.
  'app backup': 1800,
  'app restore': 1800,
  // Runs whatever it is given.
  'app run': 900,
  'app cmd': 900,
};

/** Seconds for `abra <args>`. */
export function deadlineFor(args: readonly string[]): number {
  const words = args.filter(arg => !/^-[a-z]$|^--(no-input|offline|debug)$/.test(arg));
  for (let length = Math.min(3, words.length); length > 0; length--) {
    const found = seconds[words.slice(0, length).join(' ')];
    if (found !== undefined) return found;
  }
  return 120;
}
