/** Given what passes by when people log in, when it opens a session, then it is known; what every report says is not taken for it. */
import { describe, expect, test } from 'vitest';
import { looksLikeSession, ofCookieHeader, ofSetCookies, ofUrl, tokensIn } from '../../../harness/http/session-values.ts';

const session = 'q1w2e3r4t5z6u7i8o9p0';
const code = '0e8ae8c6-5b8f-4b1e-9d5f-7f2f3b1b6f5a.c6b2.d1a4';

describe('looks like a session', () => {
  test.each([session, `s%3A${session}.sIgNaTuRe`, `"${session}"`, 'eyJhbGciOiJkaXIifQ..iv.text.tag', 'aBcDeFgHiJkLmNoPqRsTuVwX'])('%s', value => expect(looksLikeSession(value)).toBe(true));
});

describe('is left readable', () => {
  test.each(['dark', 'en-US', '1', '1764547200000', 'postgres', 'a-long-word-without-a-digit', 'https://whoa-1a2b3c.lab.test/', 'https%3A%2F%2Fwhoa-1a2b3c.lab.test%2F', '/posts/2026/hello-world', 'ada.berg1234@example.org', '2026-11-22T00:23:06.000Z', 'two words, 2 of them'])('%s',
    value => expect(looksLikeSession(value)).toBe(false));
});

test('cookies are known as they are set and as they are shown', () => {
  const what = { value: session, what: 'cookie SESSION of docs.lab.test' };
  expect(ofSetCookies([`SESSION=${session}; Path=/; HttpOnly; Secure`, 'theme=dark', 'broken', `=${session}`], 'docs.lab.test')).toEqual([what]);
  expect(ofCookieHeader(`theme=dark; SESSION=${session}`, 'docs.lab.test')).toEqual([what]);
});

test('a login\'s redirect is known by its code and session, in query and fragment; an app\'s own code is not', () => {
  expect(ofUrl(`https://docs.lab.test/callback?state=short&code=${code}&session_state=${session}`)).toEqual([
    { value: code, what: 'code in a URL of docs.lab.test' }, { value: session, what: 'session_state in a URL of docs.lab.test' },
  ]);
  expect(ofUrl(`https://docs.lab.test/#id_token=${session}`)).toHaveLength(1);
  expect(ofUrl(`https://chat.lab.test/?loginToken=syl_${session}`), "Matrix's").toHaveLength(1);
  expect(ofUrl('https://docs.lab.test/error?code=404&lang=en')).toEqual([]);
  expect(ofUrl('about:blank')).toEqual([]);
  expect(ofUrl('no URL')).toEqual([]);
});

test('tokens are known wherever they stand, each once', () => {
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.c2lnbmF0dXJlLW9mLXRva2Vu`;
  expect(tokensIn(`{"access_token":"${token}"} Bearer ${token}`)).toEqual([{ value: token, what: 'a token (JWT)' }]);
  expect(tokensIn('eyJ is how they begin.')).toEqual([]);
});
