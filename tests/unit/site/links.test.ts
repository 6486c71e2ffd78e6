import { expect, test } from 'vitest';
import { linkTo, webAddress } from '../../../harness/site/links.ts';
import { ago, begun, sized, took } from '../../../harness/site/spoken.ts';

test('pages point at each other relatively, so that a site works from any folder', () => {
  expect(linkTo('index.html', 'recipes/ghost/index.html')).toBe('recipes/ghost/index.html');
  expect(linkTo('recipes/ghost/runs/x.html', 'recipes/ghost/index.html')).toBe('../index.html');
  expect(linkTo('recipes/ghost/index.html', 'assets/site.css')).toBe('../../assets/site.css');
  expect(linkTo('index.html', 'tests.html#a b')).toBe('tests.html#a%20b');
  expect(linkTo('index.html', 'a?b.html')).toBe('a%3Fb.html');
});

test.each([
  'javascript:alert(1)', ' javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,<script>', 'file:///etc/passwd', 'vbscript:x', '//evil.test', '/x', 'https:evil', 'https://', '',
  'https://user:secret@ci.test/', `https://ci.test/${'x'.repeat(3_000)}`, null, undefined,
])('%s is no link', address => expect(webAddress(address)).toBeUndefined());

test('an address of the web is one, with whatever could end its attribute escaped', () => {
  expect(webAddress('https://ci.test/a/1')).toBe('https://ci.test/a/1');
  expect(webAddress('http://ci.test/"onx=1')).toBe('http://ci.test/%22onx=1');
});

test('times, sizes and texts', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const past = (ms: number): string => ago(new Date(now.getTime() - ms), now);
  expect([past(10_000), past(60_000), past(3_600_000 * 5), past(86_400_000 * 3), past(86_400_000 * 70), past(86_400_000 * 800), past(-86_400_000)])
    .toEqual(['just now', '1 minute ago', '5 hours ago', '3 days ago', '2 months ago', '2 years ago', 'in the future']);
  expect([took(20), took(1_840), took(59_600), took(95_000), took(4_000_000)]).toEqual(['20 ms', '1.8 s', '1 min 0 s', '1 min 35 s', '1 h 6 min']);
  expect([sized(12), sized(1_500), sized(320e6), sized(2.4e9)]).toEqual(['12 B', '1.5 kB', '320 MB', '2.4 GB']);
  expect(begun('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}… (50 characters)`);
});
