/** A forge that does not take it changes nothing of the run; what it did not take is told, with the way out. */
import { describe, expect, test } from 'vitest';
import { announcePending } from '../../../harness/forge/announce.ts';
import { announceOne, as, build, forge, lines, mark, red, server, slept, to, withForge } from './announcing.ts';
import { bot, type Mishap, stranger } from './stand-in-forge.ts';

withForge();

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
