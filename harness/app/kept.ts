/** Apps kept on purpose by HARNESS_KEEP=1: listed and removed later, by hand. */
import type { Progress } from '../progress.ts';

export interface KeptApp {
  readonly run: string;
  readonly recipe: string;
  readonly domain: string;
  readonly url: string;
  /** ISO time of its install. */
  readonly since: string;
}

/** Every kept app of this user on this machine. */
export function listKeptApps(stateFolder: string): Promise<KeptApp[]> {
  return Promise.reject(new Error(`not built: ${stateFolder}`));
}

/** Removes one kept app, by its domain. */
export function removeKeptApp(stateFolder: string, domain: string, progress: Progress): Promise<void> {
  return Promise.reject(new Error(`not built: ${stateFolder} ${domain} ${typeof progress}`));
}
