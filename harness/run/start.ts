/** The start of a run: target, private folders, lease, reaper. */
import type { Progress } from '../progress.ts';
import type { Settings } from '../settings/settings.ts';
import type { Run } from './open.ts';

export function startRun(settings: Settings, progress: Progress): Promise<Run> {
  return Promise.reject(new Error(`not built: ${settings.root} ${typeof progress}`));
}
