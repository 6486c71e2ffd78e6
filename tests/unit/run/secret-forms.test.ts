/** Given a secret that every format must escape, when programs of other hands write it, then masking, scrub and search know the form. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { formsOf } from '../../../harness/run/secret-forms.ts';

const secret = 'a/b+c "d" \'e\' <f> & g\\h ü=?#|';

/** As Python's own libraries write it. */
const python: Record<string, string> = {
  'as it stands': 's',
  JSON: 'json.dumps(s, ensure_ascii=False)[1:-1]',
  'JSON in ASCII': 'json.dumps(s)[1:-1]',
  'JSON within JSON': 'json.dumps(json.dumps(s, ensure_ascii=False)[1:-1], ensure_ascii=False)[1:-1]',
  HTML: 'html.escape(s)',
  'HTML with numbers for quotes': 'html.escape(s).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")',
  'HTML between tags': 'html.escape(s, quote=False)',
  XML: 'saxutils.escape(s)',
  'an attribute of XML': 'saxutils.escape(s, {\'"\': "&quot;", "\'": "&apos;"})',
  'JSON in HTML': 'html.escape(json.dumps(s, ensure_ascii=False)[1:-1])',
  'HTML in JSON': 'json.dumps(html.escape(s, quote=False), ensure_ascii=False)[1:-1]',
  'a URL': 'urllib.parse.quote(s, safe="!\'()*")',
  hexadecimal: 's.encode().hex()',
  'hexadecimal in capitals': 's.encode().hex().upper()',
  // The last character of base64 depends on what follows.
  base64: 'base64.b64encode(s.encode()).decode()[:len(s.encode()) * 8 // 6]',
};
const written = JSON.parse(execFileSync('python3', ['-c',
  `import base64, html, json, sys, urllib.parse\nfrom xml.sax import saxutils\ns = json.loads(sys.stdin.read())\nprint(json.dumps([${Object.values(python).join(', ')}]))`],
{ input: JSON.stringify(secret), encoding: 'utf8' })) as string[];

test.each(Object.keys(python).map((how, index) => [how, written[index]]))('%s', (_how, text) => {
  expect(formsOf(secret)).toContain(text);
});

test.each([
  ['the query of a URL in which it stood plainly', new URL(`http://host/?${secret.replace('#', '%23')}`).search.slice(1)],
  ['the password of a URL', Object.assign(new URL('http://host/'), { password: secret }).password],
  ['a form', new URLSearchParams({ p: secret }).toString().slice(2)],
  ['a URL with small letters in its codes', encodeURIComponent(secret).replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase())],
])('%s', (_how, text) => {
  expect(formsOf(secret)).toContain(text);
});

test('a plain word has no more forms than it needs, and none so short that it stands in every text', () => {
  expect(formsOf('abcdefgh').length).toBeLessThan(14);
  expect(formsOf('ab"').every(form => form.length >= 6)).toBe(true);
});

test('half of a character is no reason to fail', () => {
  expect(formsOf('abcdef\ud800')).toContain('abcdef\ud800');
});
