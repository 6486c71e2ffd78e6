/** The scratch recipes that are measured: the smallest sound one, with the health check and the time to start that a measurement wants. */
import { changed, firstRelease, secondRelease, soundFiles, type Files } from '../tests/broken/recipe-files.ts';
import type { Step } from '../tests/broken/repository.ts';

export interface Shape {
  /** Seconds between two health checks; the first comes after one interval. */
  readonly intervalSeconds: number;
  /** Seconds until the app listens. */
  readonly startSeconds: number;
}

/** Two releases that differ in an environment variable, so that the upgrade really replaces the container. */
export function twoReleases(shape: Shape): Step[] {
  return [firstRelease, secondRelease].map(version => ({ files: files(version, shape), tag: version }));
}

function files(version: string, { intervalSeconds, startSeconds }: Shape): Files {
  const start = startSeconds > 0 ? `sleep ${startSeconds}; ` : '';
  return changed(soundFiles(version), [
    { line: 'command: ["nginx", "-g", "daemon off;"]', becomes: `command: ["sh", "-c", "${start}exec nginx -g 'daemon off;'"]` },
    { line: '- DOMAIN', becomes: `- DOMAIN\n- RELEASE=${version}` },
    { line: 'interval: 1s', becomes: `interval: ${intervalSeconds}s` },
    { line: 'start_period: 1s', becomes: `start_period: ${startSeconds + 10}s` },
  ]);
}
