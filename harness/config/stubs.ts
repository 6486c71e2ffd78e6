/** One-line spec files in a user's project: Playwright finds no tests under node_modules, and would be green without them. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { genericSpecs, teardownSpecs } from '../package.ts';
import { folderOutOfGit, writeWhenChanged } from '../settings/overlay-files.ts';

export interface SpecFolders {
  generic: string;
  teardown: string;
}

/**
 * Writes the stubs of a user's project and returns their folders. Files run in the order of their paths:
 * generic first, the overlay's, the teardown last, so the last folder's name depends on the overlays' one.
 */
export function writeStubs(root: string, overlaysFolder: string): SpecFolders {
  const first = path.relative(root, overlaysFolder).split(path.sep)[0] ?? '';
  const last = 'recipe-harness.teardown';
  const folders = {
    generic: path.join(root, '.recipe-harness', 'generic'),
    teardown: path.join(root, last.localeCompare(first) > 0 ? last : `${first}.${last}`),
  };
  folderOutOfGit(path.dirname(folders.generic));
  folderOutOfGit(folders.teardown);
  writeFolder(folders.generic, genericSpecs());
  writeFolder(folders.teardown, teardownSpecs());
  return folders;
}

function writeFolder(folder: string, specs: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  // A spec that the package lacks gets no stub: the guard then names it, where a broken import would only name a file.
  const wanted = new Map(specs.filter(spec => existsSync(spec)).map(spec => [path.basename(spec).replace(/\.[jt]s$/, '.ts'), spec]));
  for (const [name, spec] of wanted) {
    const target = path.relative(folder, spec).split(path.sep).join('/');
    writeWhenChanged(path.join(folder, name), Buffer.from(`import ${JSON.stringify(target)};\n`));
  }
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.spec.ts') && !wanted.has(name)) rmSync(path.join(folder, name));
  }
}
