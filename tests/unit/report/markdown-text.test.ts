import { describe, expect, test } from 'vitest';
import { markdownCode, markdownLink, markdownText } from '../../../harness/report/markdown-text.ts';

const joiner = '\u2060';

describe('text', () => {
  test.each([
    ['a published post reaches readers (1.2.0+6.43.1)', 'a published post reaches readers (1.2.0+6.43.1)'],
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a | b', 'a &#124; b'],
    ['[click](https://x.test)', `\\[click\\](https:${joiner}//x.test)`],
    ['![picture](x)', '!\\[picture\\](x)'],
    ['**bold** _it_ ~~no~~ `code` $x$', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\$x\\$'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['a\\', 'a\\\\'],
    ['@everyone, a@b.test', `@${joiner}everyone, a${joiner}@${joiner}b.test`],
    ['closes #12 and !7', `closes #${joiner}12 and !${joiner}7`],
    ['[[page]]', `\\[${joiner}\\[page\\]\\]`],
    ['www.x.test mailto:me', `www${joiner}.x.test mailto:${joiner}me`],
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['1. no list', '1\\. no list'],
    ['=====', '\\====='],
    ['> no quotation', '&gt; no quotation'],
  ])('%j', (given, expected) => {
    expect(markdownText(given)).toBe(expected);
  });

  test('is one line, whatever ends one, and without what turns letters round', () => {
    expect(markdownText('a\r\n\n# b\u2028c\u0000d\u202Egnp.exe\u200B\te')).toBe('a # b c dgnp.exe e');
  });

  test('is cut at whole letters', () => {
    expect(markdownText('😀'.repeat(10), 5)).toBe('😀😀😀😀…');
    expect(markdownText('x'.repeat(300))).toBe('x'.repeat(300));
    expect(markdownText('x'.repeat(50_000_000))).toBe(`${'x'.repeat(299)}…`);
    expect(markdownText('a\uD800')).toBe('a\uFFFD');
  });

  test('nothing stays nothing', () => {
    expect(markdownText(' \n ')).toBe('');
    expect(markdownCode('')).toBe('');
  });
});

describe('code', () => {
  test('a name stands in letters of one width', () => expect(markdownCode('overlays/ghost/<x>_@y.ts')).toBe('`overlays/ghost/<x>_@y.ts`'));

  test.each(['a`b', '``', 'a|b', 'a\\'])('what could end it or its cell is text: %j', given => {
    expect(markdownCode(given)).toBe(markdownText(given));
  });
});

describe('link', () => {
  test('leads where it says', () => expect(markdownLink('report', 'https://ci.test/a/1')).toBe('[report](https://ci.test/a/1)'));

  test('the address cannot end it', () => {
    expect(markdownLink('a](b', 'https://ci.test/a) [x](y|z<b>_*')).toBe('[a\\](b](https://ci.test/a%29%20%5Bx%5D%28y%7Cz%3Cb%3E%5F%2A)');
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', '', null, undefined])('%j is no address', address => {
    expect(markdownLink('report', address)).toBe('report');
  });
});
