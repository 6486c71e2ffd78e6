/** The running lab, as a test sees it: its target, its engine, and clients for its names. */
import { dirname } from 'node:path';
import { createHttp, type HttpClient } from '../../harness/http/client.ts';
import type { Target } from '../../harness/settings/target.ts';
import { readTarget } from '../../harness/settings/settings.ts';
import { Engine } from '../../harness/swarm/engine.ts';

/** target.toml of the lab that `lab-up.ts` brought up. */
export function targetFile(): string {
  const file = process.env['LAB_TARGET'];
  if (!file) throw new Error('LAB_TARGET is not set: run these tests with --config tests/playwright.config.ts');
  return file;
}

export const labTarget = (): Target => readTarget(targetFile());
export const labFolder = (): string => dirname(targetFile());
export const labEngine = (): Promise<Engine> => Engine.connect(labTarget().docker);
export const labHttp = (baseURL: string): HttpClient => createHttp(labTarget(), { baseURL });
