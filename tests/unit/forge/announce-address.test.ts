/** Where the forge is, and that nothing of a build leads elsewhere. */
import { describe, expect, test } from 'vitest';
import { announcePending, announceResults } from '../../../harness/forge/announce.ts';
import { build, forge, lines, results, to, withForge } from './announcing.ts';
import { bot } from './stand-in-forge.ts';

withForge();

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
