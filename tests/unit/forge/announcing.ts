/** What every test of announcements begins with: a forge, a build of a pull request on it, and results that go well or badly. */
import { afterEach, beforeEach, expect } from 'vitest';
import { type Announced, type Announcement, announceResults } from '../../../harness/forge/announce.ts';
import type { Pipeline } from '../../../harness/forge/ci-env.ts';
import { markOf } from '../../../harness/forge/one-comment.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';
import { bot, commit, type StandInForge as Forge, StandInForge, type User } from './stand-in-forge.ts';

export const link = 'https://ci.test/coop/ghost/12';
export const build: Pipeline['build'] = { service: 'drone', repository: 'coop/ghost', pullRequest: 3, branch: 'fix', base: 'main', commit, link };
export const mark = markOf(['ghost']);

export let forge: Forge;
export let server: string;
export let lines: string[];
export let slept: number[];

/** For each test of the file: a forge of its own, and whatever a test does, no call that the interface does not know and no word of the token. */
export function withForge(): void {
  beforeEach(async () => {
    forge = new StandInForge();
    server = await forge.open();
    [lines, slept] = [[], []];
  });
  afterEach(async () => {
    await forge.close();
    expect(forge.violations).toEqual([]);
    expect(lines.join('\n')).not.toContain(bot.token);
  });
}

export function to({ env, of = {}, requestMs = 20_000 }: { env?: NodeJS.ProcessEnv; of?: Partial<typeof build>; requestMs?: number } = {}): Announcement {
  return {
    pipeline: { build: { ...build, ...of }, forge: 'https://unused.test' },
    env: env ?? { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: bot.token },
    print: line => void lines.push(line),
    waits: { requestMs, sleep: async ms => void slept.push(ms) },
  };
}

export function results(more: Partial<Results> = {}): Results {
  return sampleResults({ build, ...more });
}

export function announceOne(more: Partial<Results> = {}, options: Parameters<typeof to>[0] = {}): Promise<Announced> {
  return announceResults(to(options), [{ recipe: 'ghost', results: results(more) }]);
}

export function as(user: User): NodeJS.ProcessEnv {
  return { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: user.token };
}

export const failed = sampleTest('a draft is invisible', { status: 'failed', problem: { code: 'ERR_ASSERTION', fault: 'recipe', message: 'it was visible', wayOut: 'Hide it.' } });
export const red: Partial<Results> = { verdict: 'red', fault: 'recipe', exitCode: 1, tests: [failed] };
