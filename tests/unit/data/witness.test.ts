/** Given a record, when an app loses, changes or keeps it, then the verdict says which promise was broken. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import type { InstalledApp } from '../../../harness/app/installed-app.ts';
import type { DataError } from '../../../harness/data/errors.ts';
import { SeededRecord, type Hands } from '../../../harness/data/witness.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { HttpResponse } from '../../../harness/http/response.ts';
import { silent } from '../../../harness/progress.ts';

interface Post extends Readonly<Record<string, unknown>> { readonly id: string; readonly text: string }

const app = { recipe: { name: 'blog' } } as InstalledApp;

/** An app of one shelf; each test breaks one thing about it. */
function shelf(broken: Partial<Hands<Post>> = {}): { hands: Hands<Post>; posts: Map<string, Post> } {
  const posts = new Map<string, Post>();
  const hands: Hands<Post> = {
    what: 'a post', whose: 'user',
    async seed() { const post = { id: 'p1', text: 'hello' }; posts.set(post.id, post); return post; },
    async read(_app, id) { return posts.get(id); },
    async wipe(_app, id) { posts.delete(id); },
    ...broken,
  };
  return { hands, posts };
}

const codeOf = (promise: Promise<unknown>) => promise.then(() => 'no error', (error: DataError) => `${error.code} ${error.fault}`);

describe('a record that is seeded', () => {
  test('must be readable by somebody else at once', async () => {
    const { hands } = shelf({ read: async () => undefined });
    expect(await codeOf(SeededRecord.seed(app, hands, silent))).toBe('ERR_SEED_NOT_READABLE user');
  });

  test('by the harness itself, is the harness\'s when it cannot be read', async () => {
    const { hands } = shelf({ whose: 'harness', read: async () => undefined });
    expect(await codeOf(SeededRecord.seed(app, hands, silent))).toBe('ERR_SEED_NOT_READABLE harness');
  });

  test('must read back in the very shape that seed returned', async () => {
    const { hands } = shelf({ read: async () => ({ id: 'p1', text: 'hello', extra: 1 }) });
    expect(await codeOf(SeededRecord.seed(app, hands, silent))).toBe('ERR_SEED_NOT_READABLE user');
  });

  test('may differ in what JSON does not keep', async () => {
    const { hands } = shelf({ read: async () => ({ id: 'p1', text: 'hello', nothing: undefined }) });
    await expect(SeededRecord.seed(app, hands, silent)).resolves.toBeInstanceOf(SeededRecord);
  });
});

describe('after an upgrade', () => {
  test('a record that is gone is the recipe\'s fault', async () => {
    const { hands, posts } = shelf();
    const record = await SeededRecord.seed(app, hands, silent);
    posts.clear();
    expect(await codeOf(record.expectUnchanged(app, 'the upgrade'))).toBe('ERR_DATA_LOST recipe');
  });

  test('a record that changed is shown as it was and as it is', async () => {
    const { hands, posts } = shelf();
    const record = await SeededRecord.seed(app, hands, silent);
    posts.set('p1', { id: 'p1', text: 'hullo' });
    const error = await record.expectUnchanged(app, 'the upgrade').catch((caught: DataError) => caught);
    expect(error).toMatchObject({ code: 'ERR_DATA_CHANGED', fault: 'recipe' });
    expect((error as DataError).message).toMatch(/hello[\s\S]*hullo/);
  });

  test('an error of the app in place of the record names both, with the answer', async () => {
    let broken = false;
    const answer = new HttpResponse({
      method: 'GET', url: 'https://blog.test/posts/p1', status: 500, headers: { 'content-type': 'text/plain' }, setCookies: [], bytes: Buffer.from('cannot parse p1.json'), hops: [],
    });
    const { hands, posts } = shelf({
      async read(_app, id) {
        if (broken) answer.expectStatus(200);
        return posts.get(id);
      },
    });
    const record = await SeededRecord.seed(app, hands, silent);
    broken = true;
    const error = await record.expectUnchanged(app, 'the restore').catch((caught: DataError) => caught);
    expect(error).toMatchObject({ code: 'ERR_DATA_UNREADABLE', fault: 'recipe', facts: { after: 'the restore', status: 500 } });
    expect((error as DataError).shortMessage).toBe('The record "p1" of blog could be read before the restore, and now the app answers with an error: GET https://blog.test/posts/p1 answered 500, not 200.');
    expect((error as DataError).detail).toContain('cannot parse p1.json');
  });

  test('an answer that never came is no verdict on the data', async () => {
    let down = false;
    const { hands, posts } = shelf({
      async read(_app, id) {
        if (down) throw new HarnessError({ code: 'ERR_HTTP_CONNECTION', fault: 'environment', message: 'Refused.', wayOut: 'Look.' });
        return posts.get(id);
      },
    });
    const record = await SeededRecord.seed(app, hands, silent);
    down = true;
    expect(await codeOf(record.expectUnchanged(app, 'the upgrade'))).toBe('ERR_HTTP_CONNECTION environment');
  });

  test('an error while reading is that error, never an absence', async () => {
    let fails = false;
    const { hands, posts } = shelf({
      async read(_app, id) { if (fails) throw new Error('502 Bad Gateway'); return posts.get(id); },
    });
    const record = await SeededRecord.seed(app, hands, silent);
    fails = true;
    await expect(record.expectUnchanged(app, 'the upgrade')).rejects.toThrow('502 Bad Gateway');
    await expect(record.wipe(app)).rejects.toThrow('502 Bad Gateway');
  });
});

describe('a wipe', () => {
  test('that does not wipe is found before any restore', async () => {
    const { hands } = shelf({ wipe: async () => undefined });
    const record = await SeededRecord.seed(app, hands, silent);
    expect(await codeOf(record.wipe(app))).toBe('ERR_WIPE_INEFFECTIVE user');
  });

  test('that works leaves something for the restore to bring back', async () => {
    const { hands, posts } = shelf();
    const record = await SeededRecord.seed(app, hands, silent);
    const wiped = await record.wipe(app);
    expect(await codeOf(wiped.expectRestored(app, 'the restore'))).toBe('ERR_DATA_LOST recipe');
    posts.set('p1', { id: 'p1', text: 'hello' });
    await expect(wiped.expectRestored(app, 'the restore')).resolves.toBeUndefined();
  });
});

describe('after a disaster', () => {
  test('a record that is still there was never in the volumes', async () => {
    const { hands } = shelf();
    const record = await SeededRecord.seed(app, hands, silent);
    expect(await codeOf(record.expectLost(app))).toBe('ERR_DATA_OUTSIDE_VOLUMES recipe');
  });

  test('an app that knows nobody any more has lost it, whatever it answers', async () => {
    let rebuilt = false;
    const { hands, posts } = shelf({
      async read(_app, id) { if (rebuilt) throw new Error('401 Unauthorized'); return posts.get(id); },
    });
    const record = await SeededRecord.seed(app, hands, silent);
    rebuilt = true;
    await expect(record.expectLost(app)).resolves.toBeUndefined();
  });
});

test('whoever listens is told what a record was read as; a read that throws is no absence', async () => {
  const told: string[] = [];
  const hear = (message: unknown) => void told.push((({ seen, by }: { seen: string; by: string }) => `${by} ${seen}`)(message as { seen: string; by: string }));
  subscribe('recipe-harness:observed', hear);
  try {
    const { hands, posts } = shelf();
    const record = await SeededRecord.seed(app, hands, silent);
    const wiped = await record.wipe(app);
    await record.expectLost(app);
    posts.set('p1', { id: 'p1', text: 'hello' });
    await wiped.expectRestored(app, 'the restore');
    await record.expectUnchanged(app, 'the disaster');
    await (await SeededRecord.seed(app, { ...hands, read: readsOnce(hands) }, silent)).expectLost(app);
  } finally {
    unsubscribe('recipe-harness:observed', hear);
  }
  expect(told).toEqual(['wipe absent', 'expectLost absent', 'expectRestored unchanged', 'expectUnchanged unchanged']);
});

function readsOnce(hands: Hands<Post>): Hands<Post>['read'] {
  let reads = 0;
  return async (of, id) => {
    if (++reads > 1) throw new Error('503');
    return hands.read(of, id);
  };
}
