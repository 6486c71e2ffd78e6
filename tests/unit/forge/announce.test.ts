import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Announced, type Announcement, announceEnded, announcePending, announceResults } from '../../../harness/forge/announce.ts';
import type { Pipeline } from '../../../harness/forge/ci-env.ts';
import { markOf } from '../../../harness/forge/one-comment.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';
import { bot, commit, type Mishap, type StandInForge as Forge, StandInForge, stranger, type User } from './stand-in-forge.ts';

const link = 'https://ci.test/coop/ghost/12';
const build: Pipeline['build'] = { service: 'drone', repository: 'coop/ghost', pullRequest: 3, branch: 'fix', base: 'main', commit, link };
const mark = markOf(['ghost']);

let forge: Forge;
let server: string;
let lines: string[];
let slept: number[];

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

function to({ env, of = {}, requestMs = 20_000 }: { env?: NodeJS.ProcessEnv; of?: Partial<typeof build>; requestMs?: number } = {}): Announcement {
  return {
    pipeline: { build: { ...build, ...of }, forge: 'https://unused.test' },
    env: env ?? { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: bot.token },
    print: line => void lines.push(line),
    waits: { requestMs, sleep: async ms => void slept.push(ms) },
  };
}

function results(more: Partial<Results> = {}): Results {
  return sampleResults({ build, ...more });
}

function announceOne(more: Partial<Results> = {}, options: Parameters<typeof to>[0] = {}): Promise<Announced> {
  return announceResults(to(options), [{ recipe: 'ghost', results: results(more) }]);
}

function as(user: User): NodeJS.ProcessEnv {
  return { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: user.token };
}

const failed = sampleTest('a draft is invisible', { status: 'failed', problem: { code: 'ERR_ASSERTION', fault: 'recipe', message: 'it was visible', wayOut: 'Hide it.' } });
const red: Partial<Results> = { verdict: 'red', fault: 'recipe', exitCode: 1, tests: [failed] };

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

describe('the comment', () => {
  test('is made, and edited by the next build: never a second one', async () => {
    expect((await announceOne()).done).toContain('the comment under #3 is made');
    const [first] = forge.comments;
    expect((await announceOne({ ...red, startedAt: '2026-11-20T10:00:00.000Z' })).done).toContain('the comment under #3 is edited');
    expect(forge.comments.map(({ id }) => id)).toEqual([first?.id]);
    expect(forge.comments[0]?.body).toContain('a draft is invisible');
  });

  test('is left as it is where nothing has changed', async () => {
    await announceOne();
    expect((await announceOne()).done).toContain('the comment under #3 is unchanged');
    expect(forge.calls).not.toContain('issueEditComment');
  });

  test('of another set of recipes is another one', async () => {
    await announceOne();
    await announceResults(to(), [{ recipe: 'ghost', results: results() }, { recipe: 'n8n', unreadable: 'it is no JSON' }]);
    await announceOne();
    expect(forge.comments).toHaveLength(2);
  });

  test('under a closed pull request is made all the same', async () => {
    forge.pulls.set(3, { closed: true, locked: false });
    await announceOne();
    expect(forge.comments).toHaveLength(1);
  });

  test('that somebody deleted is made anew', async () => {
    await announceOne();
    forge.remove(forge.comments[0]?.id ?? 0);
    await announceOne();
    expect(forge.comments).toHaveLength(1);
  });

  test('that somebody deletes between a look and the edit is made anew', async () => {
    await announceOne();
    const old = forge.comments[0]?.id ?? 0;
    forge.meddle = (operation, time) => operation === 'issueEditComment' && time === 1 ? forge.remove(old) : undefined;
    expect((await announceOne({ startedAt: '2026-11-20T10:00:00.000Z' })).notDone).toEqual([]);
    expect(forge.comments.map(({ id }) => id)).toEqual([old + 1]);
  });

  test('that is deleted each time is given up, and its text printed', async () => {
    forge.meddle = operation => operation === 'issueGetComments' ? forge.comments.splice(0) && undefined : undefined;
    expect((await announceOne()).notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_COMMENT']);
    expect(forge.calls.filter(name => name === 'issueCreateComment').length).toBeLessThan(6);
    expect(lines.join('\n')).toContain('level 7 of 7');
  });

  test('somebody else\'s with our mark is neither edited nor in the way', async () => {
    const copied = `${mark} 2099-01-01T00:00:00.000Z -->\nlevel 7`;
    forge.write(stranger, copied);
    await announceOne();
    await announceOne({ ...red, startedAt: '2026-11-20T10:00:00.000Z' });
    expect(forge.comments.map(({ user, body }) => [user.login, body === copied])).toEqual([['mallory', true], ['bot', false]]);
  });

  test('our own words with the mark inside them are not it', async () => {
    forge.write(bot, `I quote: ${mark} 2026-11-20T09:30:00.000Z -->`);
    await announceOne();
    expect(forge.comments).toHaveLength(2);
  });

  test.each([[1, 'listed'], [60, 'listed'], [60, 'cut short']] as const)('is found after %i others, %s', async (others, how) => {
    for (let count = 0; count < others; count++) forge.write(stranger, `comment ${count}`);
    await announceOne();
    if (how === 'cut short') forge.listsAtMost = 30;
    await announceOne({ ...red, startedAt: '2026-11-20T10:00:00.000Z' });
    expect(forge.comments).toHaveLength(others + 1);
    expect(forge.comments.at(-1)?.body).toContain('a draft is invisible');
  });

  test('of two builds at once the oldest stays, with what the later run says', async () => {
    let [looked, go]: [number, () => void] = [0, () => undefined];
    const both = new Promise<void>(resolve => {
      go = resolve;
    });
    forge.meddle = async operation => {
      if (operation !== 'issueGetComments' || ++looked > 2) return;
      if (looked === 2) go();
      await both;
    };
    const later = { ...red, startedAt: '2026-11-20T10:00:00.000Z' };
    await Promise.all([announceOne(), announceOne(later)]);
    expect(forge.calls.filter(name => name === 'issueCreateComment')).toHaveLength(2);
    expect(forge.comments.map(({ id }) => id)).toEqual([100]);
    expect(forge.comments[0]?.body).toContain('a draft is invisible');
  });

  test('of a later run stays when an earlier one ends after it', async () => {
    await announceOne({ ...red, startedAt: '2026-11-20T10:00:00.000Z' });
    const { body } = forge.comments[0] ?? {};
    expect((await announceOne()).done).toContain('the comment under #3 is of a later run already');
    expect(forge.comments.map(comment => comment.body)).toEqual([body]);
  });

  test('a clock that went wrong once does not hold it for ever', async () => {
    forge.write(bot, `${mark} 2999-01-01T00:00:00.000Z -->\nlevel 7`);
    await announceOne(red);
    expect(forge.comments.map(({ body }) => body.includes('a draft is invisible'))).toEqual([true]);
  });

  test('what earlier races left is removed', async () => {
    for (let count = 0; count < 3; count++) forge.write(bot, `${mark} 2026-11-19T09:30:00.000Z -->\nold`);
    await announceOne();
    expect(forge.comments.map(({ id, body }) => [id, body.includes('level 7')])).toEqual([[100, true]]);
  });
});

describe('the card', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'forge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const png = (text: string): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
  const withCard = (card: Buffer | undefined, more: Partial<Results> = {}): Promise<Announced> => {
    if (card === undefined) rmSync(join(folder, 'card.png'), { force: true });
    else writeFileSync(join(folder, 'card.png'), card);
    return announceResults(to(), [{ recipe: 'ghost', results: results(more) }], { cardFile: () => join(folder, 'card.png') });
  };
  const shown = (): string[] => forge.cards.map(({ bytes }) => bytes.subarray(8).toString());

  test('is attached to the comment, and stays where nothing has changed', async () => {
    expect((await withCard(png('one'))).done).toContain('the card is attached');
    expect((await withCard(png('one'))).done).toContain('the card is unchanged');
    expect(shown()).toEqual(['one']);
    expect(forge.cards[0]?.comment).toBe(forge.comments[0]?.id);
  });

  test('of a later build takes its place', async () => {
    await withCard(png('one'));
    await withCard(png('two'), { startedAt: '2026-11-20T10:00:00.000Z' });
    expect(shown()).toEqual(['two']);
  });

  test.each<[string, Buffer | undefined, Partial<Results>]>([
    ['there is none any more', undefined, red],
    ['the file holds no picture', Buffer.from('<svg onload="alert(1)">'), red],
    ['the picture is huge', png('x'.repeat(2 * 2 ** 20)), red],
    ['the run was narrowed', png('two'), { partial: true, level: null }],
    ['the results are of no build', png('two'), { build: null }],
  ])('of an earlier build goes where %s', async (_name, card, more) => {
    await withCard(png('one'));
    expect((await withCard(card, { startedAt: '2026-11-20T10:00:00.000Z', ...more })).notDone).toEqual([]);
    expect(shown()).toEqual([]);
  });

  test('of a later run stays when an earlier one ends after it', async () => {
    await withCard(png('later'), { startedAt: '2026-11-20T10:00:00.000Z' });
    await withCard(png('earlier'));
    expect(shown()).toEqual(['later']);
  });

  test('a picture that somebody attached stays', async () => {
    await withCard(png('one'));
    forge.cards.push({ id: 999, comment: forge.comments[0]?.id ?? 0, name: 'kitten.png', bytes: png('kitten') });
    await withCard(undefined, red);
    expect(shown()).toEqual(['kitten']);
  });

  test('is missed by nobody where the forge takes no attachments, and told where there is one', async () => {
    forge.meddle = operation => operation === 'issueListIssueCommentAttachments' ? { status: 404 } : undefined;
    expect((await withCard(undefined)).notDone).toEqual([]);
    expect((await withCard(png('one'))).notDone.map(({ what, code }) => [what, code])).toEqual([['the card', 'ERR_FORGE_NOT_FOUND']]);
  });

  test('that the forge does not take leaves the comment, and is told', async () => {
    forge.meddle = operation => operation === 'issueCreateIssueCommentAttachment' ? { status: 413 } : undefined;
    expect((await withCard(png('one'))).notDone.map(({ what, code }) => [what, code])).toEqual([['the card', 'ERR_FORGE_REFUSED']]);
    expect(forge.comments).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('What the comment says');
  });
});

describe('a forge that does not take it', () => {
  const page: Mishap = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><h1>Sign in</h1></html>' };
  test.each<[string, Mishap, string, number]>([
    ['is down', { status: 502, body: '<html>Bad gateway</html>' }, 'ERR_FORGE_DOWN', 3],
    ['cuts the line', 'cut', 'ERR_FORGE_DOWN', 3],
    ['limits requests', { status: 429, body: '{"message":"slow down"}' }, 'ERR_FORGE_RATE', 3],
    ['limits requests for an hour', { status: 429, headers: { 'retry-after': '3600' } }, 'ERR_FORGE_RATE', 1],
    ['limits requests until a day that is far', { status: 429, headers: { 'retry-after': 'Fri, 01 Jan 2999 00:00:00 GMT' } }, 'ERR_FORGE_RATE', 1],
    ['shows a page', page, 'ERR_FORGE_ANSWER', 1],
    ['says nothing', { status: 200 }, 'ERR_FORGE_ANSWER', 1],
    ['says JSON of another kind', { status: 200, body: '[1, "2", null]' }, 'ERR_FORGE_ANSWER', 1],
    ['redirects', { status: 301, headers: { location: 'https://elsewhere.test/' } }, 'ERR_FORGE_ADDRESS', 1],
    ['does not understand', { status: 422, body: '{"message":"[Body]: Required\\u001b[31m"}' }, 'ERR_FORGE_UNPROCESSABLE', 1],
  ])('%s', async (_name, mishap, code, tries) => {
    forge.meddle = operation => operation === 'issueGetComments' ? mishap : undefined;
    const { notDone } = await announceOne();
    expect(notDone.map(each => [each.what, each.code])).toEqual([['the comment', code]]);
    expect(forge.calls.filter(name => name === 'issueGetComments')).toHaveLength(tries);
    const told = lines.filter(line => line.includes(code));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^Not posted: the comment: .+\. No verdict changes\. Way out: .+\.$/);
    expect(lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(lines).toContain("  ### ghost: green, level 7 of 7: is proved by sabotage");
    expect(forge.statuses.map(({ state }) => state)).toEqual(['success']);
  });

  test('asks for patience, and gets it', async () => {
    forge.meddle = (operation, time) => operation === 'issueCreateComment' && time === 1 ? { status: 429, headers: { 'retry-after': '7' } } : undefined;
    expect((await announceOne()).notDone).toEqual([]);
    expect(slept).toEqual([7000]);
    expect(forge.comments).toHaveLength(1);
  });

  test('has made the comment, and lost the answer: it is found, not made twice', async () => {
    forge.meddle = (operation, time) => {
      if (operation !== 'issueCreateComment' || time > 1) return undefined;
      forge.write(bot, `${mark} 2026-11-20T09:30:00.000Z -->\n`);
      return 'cut';
    };
    expect((await announceOne()).notDone).toEqual([]);
    expect(forge.comments.map(({ body }) => body.includes('level 7'))).toEqual([true]);
  });

  test('is slow', async () => {
    forge.meddle = () => 'silence';
    const { notDone } = await announceOne({}, { requestMs: 30 });
    expect(notDone.map(({ what, code }) => [what, code])).toEqual([['status recipe-harness/ghost and the comment', 'ERR_FORGE_TIMEOUT']]);
    expect(slept).toEqual([1_000, 4_000]);
    expect(forge.calls.filter(name => name !== 'repoCreateStatus')).toEqual([]);
  });

  test('is not there', async () => {
    await forge.close();
    const { done, notDone } = await announceOne();
    expect(done).toEqual([]);
    expect(notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_DOWN']);
    expect(lines[0]).toContain('ECONNREFUSED');
  });

  test('does not know the token', async () => {
    const { notDone } = await announceOne({}, { env: { HARNESS_FORGE_URL: server, HARNESS_FORGE_TOKEN: 'f'.repeat(40) } });
    expect(notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_TOKEN']);
    expect(lines.join('\n')).not.toContain('f'.repeat(40));
    expect(forge.calls).toEqual([]);
  });

  test.each(['read:user', 'write:issue', 'write:repository'])('has not given the token %s', async scope => {
    const narrow = { ...bot, scopes: bot.scopes.filter(each => each !== scope) };
    forge.users.splice(0, 1, narrow);
    const { notDone } = await announceOne();
    expect(notDone.map(({ what, code }) => [what, code])).toEqual([[scope === 'write:repository' ? 'status recipe-harness/ghost' : 'the comment', 'ERR_FORGE_REFUSED']]);
    expect(notDone[0]?.wayOut).toContain(scope);
  });

  test('has locked the conversation', async () => {
    forge.pulls.set(3, { closed: true, locked: true });
    const { notDone } = await announceOne({}, { env: as(stranger) });
    expect(notDone.map(({ code, why }) => [code, why])).toEqual([
      ['ERR_FORGE_REFUSED', 'the forge would not set a status (HTTP 403: user should have a permission to write to a repo)'],
      ['ERR_FORGE_REFUSED', 'the forge would not make a comment (HTTP 403: issue is locked)'],
    ]);
  });

  test('has no such pull request', async () => {
    const { notDone } = await announceOne({ build: { ...build, pullRequest: 4 } }, { of: { pullRequest: 4 } });
    expect(notDone.map(({ what, code }) => [what, code])).toEqual([['the comment', 'ERR_FORGE_NOT_FOUND']]);
  });

  test('repeats the token in what it says', async () => {
    forge.meddle = () => ({ status: 403, body: JSON.stringify({ message: `no: ${bot.token}` }) });
    await announceOne();
    expect(lines[0]).toContain('no: [masked]');
  });

  test('a token that got into results is posted and printed nowhere', async () => {
    const leak = { code: 'ERR_ASSERTION', fault: 'recipe', message: `it was ${bot.token}`, wayOut: 'Hide it.' } as const;
    await announceOne({ ...red, problems: [leak] });
    forge.meddle = operation => operation === 'issueEditComment' ? { status: 403 } : undefined;
    await announceOne({ ...red, problems: [leak], startedAt: '2026-11-20T10:00:00.000Z' });
    expect(forge.comments[0]?.body).toContain('it was [masked]');
    expect(JSON.stringify([forge.comments.map(({ body }) => body), forge.statuses.map(({ description }) => description)])).not.toContain(bot.token);
    expect(lines.join('\n')).toContain('it was [masked]');
  });

  test.each([[413, 'ERR_FORGE_REFUSED'], [423, 'ERR_FORGE_REFUSED'], [408, 'ERR_FORGE_DOWN'], [418, 'ERR_FORGE_UNPROCESSABLE']])('answers with %i', async (status, code) => {
    forge.meddle = () => ({ status });
    expect((await announcePending(to(), ['ghost'])).notDone.map(each => each.code)).toEqual([code]);
  });

  test('many statuses fail for one reason: told once, tried once', async () => {
    forge.meddle = () => ({ status: 401 });
    const { notDone } = await announcePending(to(), ['ghost', 'n8n', 'kinto']);
    expect(notDone.map(({ what }) => what)).toEqual(['3 statuses']);
    expect(forge.calls).toHaveLength(1);
  });
});

describe('the way to the forge', () => {
  test.each<[string, NodeJS.ProcessEnv, string | null, string]>([
    ['no token', { HARNESS_FORGE_URL: 'https://forge.test' }, null, 'ERR_FORGE_NO_TOKEN'],
    ['a token with a line end', { HARNESS_FORGE_TOKEN: `${bot.token}\n` }, 'https://forge.test', 'ERR_FORGE_TOKEN'],
    ['no address', { HARNESS_FORGE_TOKEN: bot.token }, null, 'ERR_FORGE_ADDRESS'],
    ['no address of the web', { HARNESS_FORGE_TOKEN: bot.token, HARNESS_FORGE_URL: 'forge' }, null, 'ERR_FORGE_ADDRESS'],
    ['an open line that nobody asked for', { HARNESS_FORGE_TOKEN: bot.token }, 'http://forge.test', 'ERR_FORGE_ADDRESS'],
  ])('%s', async (_name, env, told, code) => {
    const { notDone } = await announceResults({ ...to({ env }), pipeline: { build, forge: told } }, [{ recipe: 'ghost', results: results() }]);
    expect(notDone.map(each => each.code)).toEqual([code]);
    expect(lines.join('\n')).toContain('level 7 of 7');
    expect(forge.calls).toEqual([]);
  });

  test.each(['coop/../admin', '../ghost', 'coop', 'coop/ghost/x', 'coop/ghost?x=1', 'coop/..', ''])('%j is no repository', async repository => {
    const { notDone } = await announcePending(to({ of: { repository } }), ['ghost']);
    expect(notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_ADDRESS']);
    expect(forge.calls).toEqual([]);
  });

  test('a commit is digits', async () => {
    const { notDone } = await announcePending(to({ of: { commit: '../../user' } }), ['ghost']);
    expect(notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_ADDRESS']);
    expect(forge.calls).toEqual([]);
  });

  test('nothing is thrown, whatever is given', async () => {
    const broken = { recipe: 'ghost', results: null } as unknown as Parameters<typeof announceResults>[1][number];
    const { notDone } = await announceResults(to(), [broken]);
    expect(notDone.map(({ code }) => code)).toEqual(['ERR_FORGE_UNKNOWN']);
  });
});
