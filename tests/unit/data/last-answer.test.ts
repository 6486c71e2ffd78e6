/** Given a read that says `undefined`, when the last that it saw was an error, then it is not believed. */
import { describe, expect, test } from 'vitest';
import { LastAnswer } from '../../../harness/data/last-answer.ts';
import { HttpResponse } from '../../../harness/http/response.ts';

const answer = (status: number, headers: Record<string, string> = {}, body = 'hello') =>
  new HttpResponse({ method: 'GET', url: 'https://a.lab.test/p1', status, headers, setCookies: [], bytes: Buffer.from(body), hops: [] });

async function after(...seen: (HttpResponse | Error)[]): Promise<() => void> {
  const answers = new LastAnswer();
  for (const each of seen) {
    await answers.watch('GET /p1', async () => { if (each instanceof Error) throw each; return each; }).catch(() => undefined);
  }
  return () => { answers.expectNoError('blog', 'p1'); };
}

const code = 'ERR_ERROR_READ_AS_ABSENCE';

describe('an absence is believed', () => {
  test.each([200, 401, 403, 404, 410])('after the app\'s own %i', async status => {
    expect(await after(answer(status))).not.toThrow();
  });

  test('after an error that was tried again and then answered', async () => {
    expect(await after(answer(502), new Error('reset'), answer(404))).not.toThrow();
  });

  test('of a reader that asked by other means than its client', async () => {
    expect(await after()).not.toThrow();
  });
});

describe('an absence is not believed', () => {
  test.each([408, 429, 500, 503])('after %i: the overlay is to be mended', async status => {
    expect(await after(answer(404), answer(status))).toThrow(expect.objectContaining({
      code, fault: 'user',
      shortMessage: `read() of blog says that the record "p1" is absent, but what it last saw is an error: GET /p1 answered ${status}.`,
    }) as Error);
  });

  test('after no answer at all', async () => {
    expect(await after(new Error('connection refused\nat …'))).toThrow(/GET \/p1 got no answer \(connection refused\)\. \[ERR_ERROR_READ_AS_ABSENCE, the user's mistake\]/);
  });

  test('after a 404 of the ingress: the app was never asked', async () => {
    expect(await after(answer(404, { 'x-lab': 'no-route' }))).toThrow(expect.objectContaining({
      code, fault: 'recipe', shortMessage: expect.stringContaining('GET /p1 was answered 404 by the ingress itself.') as string,
    }) as Error);
    expect(await after(answer(404, { 'content-type': 'text/plain; charset=utf-8' }, '404 page not found\n'))).toThrow(expect.objectContaining({ code, fault: 'recipe' }) as Error);
  });
});
