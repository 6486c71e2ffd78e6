/** Which of the package's own specs a file in results is. Results name them as below; older ones by the way to them from the project. */

export type Packaged = 'generic/1-install' | 'generic/2-backup' | 'generic/3-upgrade' | 'teardown/teardown';

/** In its own tree, in somebody's node_modules, or in a linked package beside the project. */
export function packagedSpec(file: string): Packaged | undefined {
  // No path is longer; a search in one that is would be no end of work.
  if (file.length > 4_096) return undefined;
  return /^(?:(?:[^/]+\/)*node_modules\/recipe-harness\/|(?:\.\.\/)+recipe-harness\/)?(generic\/(?:1-install|2-backup|3-upgrade)|teardown\/teardown)\.spec\.[jt]s$/.exec(file)?.[1] as Packaged | undefined;
}
