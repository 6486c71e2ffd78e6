/** What an assertion is worth: every way in which a test can read, and every way in which it can pretend to. */
import { afterEach, beforeEach, describe, expect as means, test } from 'vitest';
import { expect } from '../../../harness/gate/evidence/expect.ts';
import { hear } from '../../../harness/gate/evidence/hear.ts';
import { begin, end, type Recording } from '../../../harness/gate/evidence/recording.ts';
import { weigh } from '../../../harness/gate/evidence/weigh.ts';
import type { SentBody } from '../../../harness/observed.ts';

const title = 'post-0a1b2c3d';
let told: Recording;

beforeEach(() => {
  told = begin();
  hear(told, { kind: 'token', value: title });
});
afterEach(end);

interface Asked { method?: string; url?: string; body?: SentBody; headers?: Record<string, string>; status?: number; answer?: unknown; answered?: Record<string, string> }

/** One request with its answer, as the client tells of it; gives the body as `answer.bytes`. */
function asks({ method = 'GET', url = 'https://app.test/posts/1', body = {}, headers = {}, status = 200, answer = '', answered = {} }: Asked): Buffer {
  const exchange = {};
  const bytes = Buffer.isBuffer(answer) ? answer : Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
  hear(told, { kind: 'request', exchange, method, url, headers, body });
  hear(told, { kind: 'answer', exchange, status, headers: answered, bytes });
  return bytes;
}
/** A WebSocket that is opened, says this and hears that. */
function converses({ url = 'https://app.test/events', says = [], hears = [] }: { url?: string; says?: string[]; hears?: unknown[] }): void {
  const exchange = {};
  hear(told, { kind: 'request', exchange, method: 'GET', url, headers: {}, body: {} });
  hear(told, { kind: 'answer', exchange, status: 101, headers: {}, bytes: Buffer.alloc(0) });
  for (const content of says) hear(told, { kind: 'sent message', exchange, content });
  for (const message of hears) hear(told, { kind: 'message', exchange, bytes: Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)) });
}
const posts = (more: Asked = {}) => asks({ method: 'POST', url: 'https://app.test/posts', body: { json: { title } }, status: 201, ...more });
const classes = () => weigh(told, import.meta.filename).map(each => each.class);
const why = () => weigh(told, import.meta.filename).map(each => each.why).join();

describe('state', () => {
  test.each<[string, () => void]>([
    ['a text in a JSON answer', () => expect((JSON.parse(asks({ answer: { title } }).toString()) as { title: string }).title).toBe(title)],
    ['a part of an object', () => expect({ id: 7, title }).toMatchObject({ title })],
    ['a nested expectation', () => expect({ items: [{ title }] }).toEqual({ items: [expect.objectContaining({ title })] })],
    ['one among many', () => expect(['x', title].map(each => each)).toContain(title)],
    ['a part of a page', () => expect(`<h1>${title}</h1>`).toContain(`<h1>${title}`)],
    ['a pattern', () => expect(`<h1>${title}</h1>`).toMatch(new RegExp(`<h1>${title}</h1>`))],
    ['softly', () => expect.soft(title).toBe(title)],
    ['with other settings', () => expect.configure({ timeout: 1 })(title).toEqual(title)],
    ['with a matcher of its own', () => (expect.extend({ toNameIt: () => ({ pass: true, message: () => '' }) })(title) as unknown as { toNameIt: (text: string) => void }).toNameIt(title)],
  ])('is what was sent before and is read in another answer: %s', (_how, assert) => {
    posts();
    asks({ answer: { title, html: `<h1>${title}</h1>` } });
    assert();
    means(classes()).toEqual(['state']);
  });

  test('is a file of a form, read back byte for byte', () => {
    const file = Buffer.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0xff, 0xfe, 0x00]);
    asks({ method: 'POST', url: 'https://app.test/images', body: { multipart: { file: { filename: 'x.gif', bytes: file } } }, status: 201, answer: { url: '/images/x.gif' } });
    expect(asks({ url: 'https://app.test/images/x.gif', answer: Buffer.from(file) })).toEqual(file);
    means(classes()).toEqual(['state']);
  });

  test('is what a mail of the app carries, of what was sent before', () => {
    posts();
    hear(told, { kind: 'mail', text: `News\n${title} is out` });
    expect(`${title} is out`).toContain(title);
    means(classes()).toEqual(['state']);
  });

  test('is a polled value, what a promise resolves to, and what is tried until it passes', async () => {
    posts();
    let tries = 0;
    await expect.poll(() => ++tries < 2 ? '' : asks({ answer: title }).toString()).toBe(title);
    await expect(Promise.resolve(title)).resolves.toBe(title);
    await expect(async () => { expect(title).toBe(title); }).toPass({ timeout: 1_000 });
    means(weigh(told, import.meta.filename).map(each => `${each.matcher} ${each.class}`)).toEqual(['toBe state', 'resolves.toBe state', 'toBe state']);
  });

  test('is an id that the app has handed out, found again in another answer', () => {
    const id = 'c9bf9e57-1685-4c89-bafb-ff5af830be8a';
    posts({ body: { json: { title: 'x' } }, answer: { id } });
    asks({ url: 'https://app.test/posts', answer: [{ id }] });
    expect([{ id }]).toMatchObject([{ id }]);
    means(classes()).toEqual(['state']);
  });

  test('is who the run has made, in a token that was verified and in what the app says of it', () => {
    hear(told, { kind: 'given', values: { username: 'ada.berg4711', firstName: 'Ada' } });
    hear(told, { kind: 'claims', claims: { sub: 'f81d4fae-7dec', preferred_username: 'ada.berg4711' } });
    expect('ada.berg4711').toBe('ada.berg4711');
    asks({ url: 'https://app.test/api/me', answer: { sub: 'f81d4fae-7dec' } });
    expect({ sub: 'f81d4fae-7dec' }).toMatchObject({ sub: 'f81d4fae-7dec' });
    means(classes()).toEqual(['state', 'state']);
  });

  test('is what one has sent, and another hears over a WebSocket; or the other way round', () => {
    posts();
    converses({ hears: [{ type: 'made', title }] });
    expect({ type: 'made', title }).toMatchObject({ title });
    const note = 'note-11223344';
    converses({ says: [JSON.stringify({ note })] });
    asks({ url: 'https://app.test/notes', answer: [note] });
    expect([note]).toContain(note);
    converses({ says: ['chat-55667788'] });
    converses({ hears: ['chat-55667788'] });
    expect('chat-55667788').toBe('chat-55667788');
    means(classes()).toEqual(['state', 'state', 'state']);
  });

  test('is a file written into the container, byte for byte', () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
    hear(told, { kind: 'file', content: bytes });
    expect(asks({ answer: Buffer.from(bytes) })).toEqual(bytes);
    means(classes()).toEqual(['state']);
  });

  test('is what was read as present and is gone: not in a later answer, or refused to the same person', () => {
    posts();
    asks({ answer: { title } });
    posts({ method: 'DELETE', url: 'https://app.test/posts/1', status: 204 });
    const gone = asks({ status: 404, answer: 'no such post' }).toString();
    expect(404).toBe(404);
    expect(gone).not.toContain(title);
    expect([]).not.toContainEqual({ title });
    means(classes()).toEqual(['state', 'state', 'state']);
  });
});

describe('no state', () => {
  test('is the answer to the very request that carried the value', () => {
    expect(posts({ answer: { title } }).toString()).toContain(title);
    expect(asks({ url: `https://app.test/search?q=${title}`, answer: `Results for ${title}` }).toString()).toContain(title);
    expect(asks({ headers: { 'x-name': title }, answer: title }).toString()).toBe(title);
    means(classes()).toEqual(['status', 'status', 'status']);
    means(why()).toContain('may only repeat what its own request said');
  });

  test('is what a WebSocket says back to who said it there, or asked for it by the URL', () => {
    converses({ says: [JSON.stringify({ title })], hears: [{ title }] });
    expect({ title }).toMatchObject({ title });
    converses({ url: 'https://app.test/events?room=room-99aabbcc', hears: ['room-99aabbcc'] });
    expect('room-99aabbcc').toBe('room-99aabbcc');
    means(classes()).toEqual(['status', 'status']);
  });

  test('is a status, a count, a fixed text, a content type', () => {
    posts();
    const page = asks({ answer: '<title>Welcome to nginx!</title>', answered: { 'content-type': 'text/html; charset=utf-8' } }).toString();
    expect(200).toBe(200);
    expect(page).toContain('Welcome to nginx!');
    expect(page).toHaveLength(page.length);
    expect('text/html; charset=utf-8').toContain('text/html');
    means(classes()).toEqual(['status', 'status', 'status', 'status']);
  });

  test('is a fixed text that two pages have in common', () => {
    asks({ url: 'https://app.test/', answer: 'served by nginx 1.26.3' });
    expect(asks({ answer: 'served by nginx 1.26.3' }).toString()).toContain('nginx 1.26.3');
    means(classes()).toEqual(['status']);
  });

  test('is a common word that was sent', () => {
    posts({ body: { form: { grant_type: 'password', state: 'open' } } });
    expect(asks({ answer: { state: 'open', label: 'password' } }).toString()).toContain('password');
    means(classes()).toEqual(['status']);
  });

  test('is a fixed text beside a token that the same answer holds', () => {
    posts();
    expect(asks({ answer: `<p>${title}</p></html>` }).toString()).toContain('</html>');
    means(classes()).toEqual(['status']);
  });

  test('is what was never read: a constant, the test\'s own variable, a truth value, a length of its own', () => {
    posts();
    const mine = { title };
    expect(1).toBe(1);
    expect(mine).toEqual({ title });
    expect(title.startsWith('post-')).toBe(true);
    expect([1, 2, 3]).toHaveLength(3);
    expect(undefined).toBeUndefined();
    means(classes()).toEqual(['constant', 'constant', 'constant', 'constant', 'constant']);
    means(why()).toContain('a truth value keeps no trace of the app');
  });

  test('is a refusal: who keeps nothing refuses as well', async () => {
    const refused = Object.assign(new Error('invalid_grant'), { code: 'ERR_OIDC_REFUSED', error: 'invalid_grant' });
    await expect(Promise.reject(refused)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(refused).toBeInstanceOf(Error);
    asks({ status: 401 });
    expect(401).toBe(401);
    means(classes()).toEqual(['status', 'status', 'status']);
  });

  test('is the absence of what was never seen, or is looked for in the test itself', () => {
    posts();
    expect(asks({ answer: 'nothing here' }).toString()).not.toContain(title);
    expect('my own words').not.toContain(title);
    asks({ status: 404 });
    expect(404).toBe(404);
    means(classes()).toEqual(['status', 'constant', 'status']);
  });

  test('is a refusal to somebody else than who was answered', () => {
    posts();
    asks({ headers: { authorization: 'Bearer one' }, answer: { title } });
    asks({ headers: { authorization: 'Bearer other' }, status: 403 });
    expect(403).toBe(403);
    means(classes()).toEqual(['status']);
  });

  test('is what a command in the container has printed', () => {
    posts();
    hear(told, { kind: 'command', argv: ['cat', '/data/1'], said: title });
    expect(title).toBe(title);
    means(classes()).toEqual(['status']);
  });

  test('are bytes that nobody sent', () => {
    expect(asks({ answer: Buffer.from('logo') })).toEqual(Buffer.from('logo'));
    expect(Buffer.from('mine')).toEqual(Buffer.from('mine'));
    means(classes()).toEqual(['status', 'constant']);
  });

  test('is an assertion that did not hold and was caught', () => {
    posts();
    asks({ answer: { title } });
    means(() => expect(title).toBe('something else')).toThrow();
    means(classes()).toEqual([]);
  });
});

describe('an assertion', () => {
  test('is told by its line, with its modifiers', async () => {
    expect(1).not.toBe(2);
    await expect(Promise.resolve(1)).resolves.not.toBe(2);
    const [first, second] = weigh(told, import.meta.filename);
    means([first?.matcher, second?.matcher]).toEqual(['not.toBe', 'resolves.not.toBe']);
    means(second!.line - first!.line).toBe(1);
  });

  test('in a loop counts once', () => {
    for (let i = 0; i < 100; i++) expect(i).toBe(i);
    means(classes()).toEqual(['constant']);
  });

  test('outside a test is left alone', () => {
    end();
    expect(1).toBe(1);
    means(told.notes).toEqual([]);
  });

  test('about large bytes says in two lines where they differ', () => {
    const [sent, came] = [Buffer.alloc(300_000, 1), Buffer.alloc(300_000, 1)];
    came[200_000] = 9;
    means(() => expect(came).toEqual(sent)).toThrow(/300000 bytes, sha256 [0-9a-f]{64}[\s\S]*from byte 200000: 09 01/);
    means(() => expect(came).toEqual(Buffer.from(came))).not.toThrow();
    means(() => expect(came).not.toEqual(Buffer.from(came))).toThrow();
    means(() => expect(came, 'the download').toStrictEqual(sent)).toThrow('the download');
  });
});
