/** One comment under a pull request, edited in place, whatever others do meanwhile. */
import { describe, expect, test } from 'vitest';
import { announceResults } from '../../../harness/forge/announce.ts';
import { announceOne, forge, lines, mark, red, results, to, withForge } from './announcing.ts';
import { bot, stranger } from './stand-in-forge.ts';

withForge();

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

  const [n8n, ghost] = [{ recipe: 'n8n', unreadable: 'it is no JSON' }, { recipe: 'ghost', results: results({ startedAt: '2026-11-20T10:00:00.000Z' }) }];

  test('of another recipe, which another step of the pipeline tests, is another one', async () => {
    await announceOne();
    await announceResults(to(), [n8n]);
    await announceOne();
    expect(forge.comments).toHaveLength(2);
  });

  test.each<[string, (typeof ghost | typeof n8n)[]]>([['one recipe more', [ghost, n8n]], ['the same in another order', [n8n, ghost]]])('stays the one of a build that tests %s', async (_what, outcomes) => {
    await announceOne();
    await announceResults(to(), outcomes);
    expect(forge.comments.map(({ id, body }) => [id, body.includes('n8n')])).toEqual([[100, true]]);
    await announceOne({ startedAt: '2026-11-20T11:00:00.000Z' });
    expect(forge.comments.map(({ id, body }) => [id, body.includes('n8n')])).toEqual([[100, false]]);
  });

  test('two of them become one where one build tests both', async () => {
    await announceOne();
    await announceResults(to(), [n8n]);
    await announceResults(to(), [ghost, n8n]);
    expect(forge.comments.map(({ id }) => id)).toEqual([100]);
  });

  test('that the list does not show yet is made once', async () => {
    forge.listsNothing = true;
    expect((await announceOne()).done).toContain('the comment under #3 is made');
    expect(forge.comments).toHaveLength(1);
  });

  test('of an older build that had looked before, and writes after, gives way', async () => {
    await announceOne();
    const old = forge.comments[0]?.body ?? '';
    // Just before the later build looks again, the older one's edit lands.
    forge.meddle = (operation, time) => {
      if (operation === 'issueGetComments' && time === 4 && forge.comments[0]) forge.comments[0].body = old;
    };
    expect((await announceOne({ ...red, startedAt: '2026-11-20T10:00:00.000Z' })).done).toContain('the comment under #3 is edited');
    expect(forge.comments.map(({ id, body }) => [id, body.includes('a draft is invisible')])).toEqual([[100, true]]);
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
