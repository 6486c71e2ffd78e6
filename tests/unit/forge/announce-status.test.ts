/** A status of the commit says how each recipe of a build stands. */
import { describe, expect, test } from 'vitest';
import { announceEnded, announcePending, announceResults } from '../../../harness/forge/announce.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleTest } from '../report/sample-results.ts';
import { announceOne, build, forge, link, red, server, to, withForge } from './announcing.ts';
import { bot, commit } from './stand-in-forge.ts';

withForge();

describe('status', () => {
  test('is pending at the begin', async () => {
    const { done, notDone } = await announcePending(to(), ['ghost']);
    expect(forge.statuses).toEqual([{ commit, by: bot, state: 'pending', context: 'recipe-harness/ghost', description: 'being tested', target_url: link }]);
    expect(done).toHaveLength(1);
    expect(notDone).toEqual([]);
    expect(forge.comments).toEqual([]);
  });

  const environment = { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment', message: 'no image', wayOut: 'Wait.' } as const;
  test.each<[string, Partial<Results>, string, string]>([
    ['a whole green run', {}, 'success', 'level 7: 7 passed'],
    ['the recipe\'s fault', red, 'failure', "the recipe's fault, ERR_ASSERTION: 1 failed"],
    ['the environment\'s fault', { verdict: 'red', fault: 'environment', exitCode: 3, problems: [environment], tests: [] }, 'error', "the environment's fault, ERR_IMAGE_UNAVAILABLE: no test ran"],
    ['the user\'s mistake', { verdict: 'red', fault: 'user', exitCode: 2 }, 'error', "the user's mistake: 7 passed"],
    ['the harness\'s fault', { verdict: 'red', fault: 'harness', exitCode: 4 }, 'error', "the harness's fault: 7 passed"],
    ['nobody\'s fault, and unverified', { verdict: 'unverified', tests: [sampleTest('x', { status: 'unverified' })] }, 'error', 'unverified: 1 unverified'],
    ['never against its real app', { verdict: 'unproven', fault: 'environment' }, 'error', "the environment's fault: 7 passed"],
    ['green, without one test', { tests: [] }, 'error', 'green: no test ran'],
    ['green by its word, with somebody\'s fault', { fault: 'recipe' }, 'failure', "the recipe's fault: 7 passed"],
    ['green, in a run that left a secret', { exitCode: 4, level: null, secretSearch: { secrets: 2, masked: 0, found: ['a.log'] } }, 'error', 'the run ended with 4, its run left a secret in a.log: 7 passed'],
    ['green, beside another recipe that failed', { exitCode: 1 }, 'success', 'level 7: 7 passed'],
    ['narrowed and green, in a run that failed', { partial: true, level: null, narrowedBy: ['--grep'], exitCode: 4 }, 'error', 'the run ended with 4, the run was narrowed: 7 passed'],
    ['narrowed and green', { partial: true, level: null, narrowedBy: ['--grep'] }, 'pending', 'only a part was run, and is green: 7 passed'],
    ['narrowed and red', { ...red, partial: true, level: null }, 'failure', "the recipe's fault, ERR_ASSERTION: 1 failed, and only a part was run"],
  ])('%s', async (_name, more, state, description) => {
    await announceOne(more, { of: { pullRequest: null } });
    expect(forge.statuses.map(status => [status.state, status.description])).toEqual([[state, description]]);
  });

  test.each<[string, Partial<Results>]>([
    ['another recipe', { recipe: 'n8n' }],
    ['no build', { build: null }],
    ['another commit', { build: { ...build, commit: commit.replace('8', '9') } }],
    ['another build of the same commit', { build: { ...build, link: 'https://ci.test/coop/ghost/11' } }],
  ])('results of %s are none', async (_name, more) => {
    await announceOne(more);
    expect(forge.statuses.map(({ state }) => state)).toEqual(['error']);
    expect(forge.comments[0]?.body).toContain('no results');
    expect(forge.comments[0]?.body).not.toContain('level 7');
  });

  test('without results it is an error, and so where the build ended before', async () => {
    await announceResults(to(), [{ recipe: 'ghost', unreadable: 'it is no JSON' }]);
    await announceEnded(to(), ['ghost'], 'the build was cancelled');
    expect(forge.statuses.map(({ state, description }) => [state, description])).toEqual([['error', 'no results: it is no JSON'], ['error', 'the build was cancelled']]);
  });

  test('its description is short, of one line', async () => {
    await announceEnded(to(), ['ghost'], `a\n\u001b[31m${'b'.repeat(500)}`);
    expect(forge.statuses[0]?.description).toMatch(/^a \[31mb+…$/);
    expect(forge.statuses[0]?.description).toHaveLength(140);
  });

  test.each(['javascript:alert(1)', null, 'nowhere'])('%j is no link', async bad => {
    await announcePending(to({ of: { link: bad } }), ['ghost']);
    expect(forge.statuses[0]).not.toHaveProperty('target_url');
  });

  test('leads to the report where one is published', async () => {
    await announceOne({}, { env: { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: bot.token, HARNESS_REPORT_URL: 'https://reports.test/12' } });
    expect(forge.statuses[0]?.target_url).toBe('https://reports.test/12');
    expect(forge.comments[0]?.body).toContain('[Report](https://reports.test/12) · [Build](https://ci.test/coop/ghost/12)');
  });

  test.each(['SIGTERM', undefined])('a build that is cancelled stops telling that it begins (%s)', async reason => {
    const cancelled = new AbortController();
    forge.meddle = () => cancelled.abort(reason);
    const { notDone } = await announcePending({ ...to(), signal: cancelled.signal }, ['ghost', 'n8n']);
    expect(notDone.map(({ what, code }) => [what, code])).toEqual([['2 statuses', 'ERR_FORGE_CANCELLED']]);
  });

  test('a push has no comment', async () => {
    await announceOne({}, { of: { pullRequest: null } });
    expect(forge.calls).toEqual(['repoCreateStatus']);
  });
});
