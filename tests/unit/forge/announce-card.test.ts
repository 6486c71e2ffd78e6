/** The card is attached to the comment, and goes with the results that it was of. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Announced, announceResults } from '../../../harness/forge/announce.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { forge, lines, red, results, to, withForge } from './announcing.ts';

withForge();

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
