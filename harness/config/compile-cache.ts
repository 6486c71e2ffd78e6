/** Keeps what Node has compiled: most of a short run is Playwright and the harness, compiled anew in each of its processes. */
import { mkdirSync } from 'node:fs';
// Not by name: an old Node has no enableCompileCache, and is to be told so by the config.
import module from 'node:module';
import path from 'node:path';

const compileCacheVariable = 'NODE_COMPILE_CACHE';

/** For this process from here on, and for workers and reaper from their start. Whoever has set the variable knows better; coverage needs all compiled anew. */
export function keepCompiled(stateFolder: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env[compileCacheVariable] !== undefined || env['NODE_DISABLE_COMPILE_CACHE'] !== undefined || env['NODE_V8_COVERAGE'] !== undefined) return;
  const folder = path.join(stateFolder, 'compiled');
  try {
    // Code is run from it: nobody else may write there.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  module.enableCompileCache(folder);
  env[compileCacheVariable] = folder;
}
