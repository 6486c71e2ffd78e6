/** Cookies go back where a browser would send them, byte for byte, and nowhere else. */
import { expect, test } from 'vitest';
import { CookieJar } from '../../../harness/http/cookies.ts';

const start = Date.UTC(2026, 10, 21);
let now = start;
const jar = (from: string, ...lines: string[]): CookieJar => {
  now = start;
  const made = new CookieJar(() => now);
  made.store(new URL(from), lines);
  return made;
};
const sent = (made: CookieJar, to: string): string | undefined => made.headerFor(new URL(to));

test.each<[string, string, string | undefined]>([
  ['sid=a%20b', 'https://app.zone.test/x', 'sid=a%20b'],
  ['sid="a b"', 'https://app.zone.test/', 'sid="a b"'],
  ['sid=1', 'https://other.zone.test/', undefined],
  ['sid=1', 'https://sub.app.zone.test/', undefined],
  ['sid=1; Domain=zone.test', 'https://other.zone.test/', 'sid=1'],
  ['sid=1; Domain=.Zone.test', 'https://zone.test/', 'sid=1'],
  ['sid=1; Domain=zone.test', 'https://otherzone.test/', undefined],
  ['sid=1; Domain=elsewhere.test', 'https://elsewhere.test/', undefined],
  ['sid=1; Secure', 'http://app.zone.test/', undefined],
  ['sid=1; Secure', 'https://app.zone.test/', 'sid=1'],
  ['sid=1; Path=/admin', 'https://app.zone.test/admin', 'sid=1'],
  ['sid=1; Path=/admin', 'https://app.zone.test/admin/users', 'sid=1'],
  ['sid=1; Path=/admin', 'https://app.zone.test/administrator', undefined],
  ['sid=1; Path=relative', 'https://app.zone.test/deep/page', 'sid=1'],
  ['=1', 'https://app.zone.test/', undefined],
  ['nonsense', 'https://app.zone.test/', undefined],
])('%j goes to %s as %j', (line, to, header) => {
  expect(sent(jar('https://app.zone.test/', line), to)).toBe(header);
});

test('without a path, one belongs to the folder of the page that set it', () => {
  const made = jar('https://app.zone.test/deep/page', 'sid=1');
  expect(['/deep', '/deep/other', '/', '/deeper'].map(path => sent(made, `https://app.zone.test${path}`))).toEqual(['sid=1', 'sid=1', undefined, undefined]);
});

test('the nearest path comes first, and the same name may stand in several', () => {
  expect(sent(jar('https://app.zone.test/', 'a=1; Path=/', 'a=2; Path=/x/y', 'b=3; Path=/x'), 'https://app.zone.test/x/y/z')).toBe('a=2; b=3; a=1');
});

test('one lives as long as it was given: by seconds before by date, else for ever', () => {
  const made = jar('https://app.zone.test/', 'seconds=1; Max-Age=10; Expires=Fri, 21 Nov 2036 00:00:00 GMT', 'date=1; Expires=Sat, 21 Nov 2026 00:01:00 GMT', 'session=1');
  now = start + 9_999;
  expect(sent(made, 'https://app.zone.test/')).toBe('seconds=1; date=1; session=1');
  now = start + 10_000;
  expect(sent(made, 'https://app.zone.test/')).toBe('date=1; session=1');
  now = start + 60_000;
  expect(sent(made, 'https://app.zone.test/')).toBe('session=1');
});

test('one that was set again is replaced, and one that is over is gone', () => {
  const made = jar('https://app.zone.test/', 'sid=1', 'other=1');
  made.store(new URL('https://app.zone.test/'), ['sid=2']);
  expect([made.get('sid'), made.get('none')]).toEqual(['2', undefined]);
  made.store(new URL('https://app.zone.test/'), ['sid=; Max-Age=0', 'other=; Expires=Thu, 01 Jan 1970 00:00:00 GMT']);
  expect([made.get('sid'), sent(made, 'https://app.zone.test/')]).toEqual([undefined, undefined]);
});
