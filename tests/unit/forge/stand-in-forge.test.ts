/** The stand-in must be as strict as it says: what it lets pass, no test here would notice. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bot, commit, StandInForge, stranger } from './stand-in-forge.ts';

let forge: StandInForge;
let server: string;

beforeEach(async () => {
  forge = new StandInForge();
  server = await forge.open();
});
afterEach(() => forge.close());

const json = { 'content-type': 'application/json' };
const signed = { authorization: `Bearer ${bot.token}` };

function form(name: string, value: string | File): FormData {
  const data = new FormData();
  if (typeof value === 'string') data.append(name, value);
  else data.append(name, value);
  return data;
}

test.each<[string, string, string, RequestInit, string]>([
  ['another path', 'GET', '/repos/coop/ghost/issues/3/remarks', { headers: signed }, 'no operation of the published interface'],
  ['another method', 'PUT', '/repos/coop/ghost/issues/3/comments', { headers: signed }, 'no operation of the published interface'],
  ['an operation that nothing needs', 'DELETE', '/repos/coop/ghost', { headers: signed }, 'nothing here needs it'],
  ['no number in the path', 'GET', '/repos/coop/ghost/issues/x/comments', { headers: signed }, 'is no number'],
  ['a query that it has not', 'GET', '/repos/coop/ghost/issues/3/comments?page=1', { headers: signed }, 'page is no query'],
  ['a page that is no number', 'GET', '/repos/coop/ghost/issues/3/timeline?page=one', { headers: signed }, 'is no number'],
  ['no token', 'GET', '/user', {}, 'without a token'],
  ['a token in the address', 'GET', `/user?token=${bot.token}`, {}, 'token is no query'],
  ['an unknown field', 'POST', '/repos/coop/ghost/issues/3/comments', { headers: { ...signed, ...json }, body: '{"body":"x","pin":true}' }, 'body.pin: no such field'],
  ['a missing field', 'POST', '/repos/coop/ghost/issues/3/comments', { headers: { ...signed, ...json }, body: '{}' }, 'body.body: is missing'],
  ['a field of another kind', 'PATCH', '/repos/coop/ghost/issues/comments/100', { headers: { ...signed, ...json }, body: '{"body":1}' }, 'body.body: is no text'],
  ['a state that is none', 'POST', `/repos/coop/ghost/statuses/${commit}`, { headers: { ...signed, ...json }, body: '{"state":"green"}' }, 'none of pending, success, error, failure'],
  ['no JSON by its header', 'POST', '/repos/coop/ghost/issues/3/comments', { headers: signed, body: '{"body":"x"}' }, 'not said to be JSON'],
  ['a body where none belongs', 'DELETE', '/repos/coop/ghost/issues/comments/100', { headers: { ...signed, ...json }, body: '{}' }, 'takes no body'],
  ['a form that is none', 'POST', '/repos/coop/ghost/issues/comments/100/assets', { headers: { ...signed, ...json }, body: '{"attachment":"x"}' }, 'its body is no form'],
  ['a form of another field', 'POST', '/repos/coop/ghost/issues/comments/100/assets', { headers: signed, body: form('picture', new File(['x'], 'x.png')) }, 'not of attachment'],
  ['a form without a file', 'POST', '/repos/coop/ghost/issues/comments/100/assets', { headers: signed, body: form('attachment', 'x') }, 'attachment is no file'],
  ['a card on somebody else\'s comment', 'POST', '/repos/coop/ghost/issues/comments/100/assets', { headers: signed, body: form('attachment', new File(['x'], 'x.png')) }, 'comment 100 is mallory\'s'],
  ['somebody else\'s comment', 'PATCH', '/repos/coop/ghost/issues/comments/100', { headers: { ...signed, ...json }, body: '{"body":"x"}' }, 'comment 100 is mallory\'s'],
])('refuses %s', async (_name, method, path, init, why) => {
  forge.write(stranger, 'mine');
  const answer = await fetch(`${server}/api/v1${path}`, { method, ...init });
  expect(answer.status).toBe(500);
  expect(forge.violations).toHaveLength(1);
  expect(forge.violations[0]).toContain(why);
  expect(forge.comments.map(({ body }) => body)).toEqual(['mine']);
  expect(forge.statuses).toEqual([]);
});
