/** Which words of a mail open something: those are masked, and no others. */
import { expect, test } from 'vitest';
import type { Mail } from '../../../harness/mail/mail.ts';
import { secretsIn } from '../../../harness/mail/secrets-in-mail.ts';

const mail = (more: Partial<Mail>): Mail => ({ from: 'app@example.org', to: ['ada@example.org'], subject: '', text: '', html: '', at: '2026-11-22T04:00:00.000Z', ...more });

test('codes of subject and text', () => {
  expect(secretsIn(mail({ subject: '482913 is your code', text: 'Type 482913, or 90817263 on a phone.' }))).toEqual(['482913', '90817263']);
});

test('what a link carries, in text and in markup', () => {
  const text = 'Confirm: https://blog.example.org/signup/?token=Zm9vYmFyMTIzNDU2Nzg5&action=signup\nor https://blog.example.org/reset/MTIzNDU2Nzg5MGFiY2RlZg/';
  expect(secretsIn(mail({ text }))).toEqual(['Zm9vYmFyMTIzNDU2Nzg5', 'MTIzNDU2Nzg5MGFiY2RlZg']);
  expect(secretsIn(mail({ html: '<a href="https://blog.example.org/?a=1&amp;token=Zm9vYmFyMTIzNDU2Nzg5">Confirm</a>' }))).toEqual(['Zm9vYmFyMTIzNDU2Nzg5']);
});

test('the code of a mail that is markup alone', () => {
  expect(secretsIn(mail({ html: '<style>p { color: #123456 } .a { width: 600000px }</style><p style="width: 987654px">482913</p>' }))).toEqual(['482913']);
});

test('neither years, prices, dates, colours, numbers of orders in words, nor the names of articles', () => {
  expect(secretsIn(mail({
    subject: 'News of 2026', text: 'Since 2026-11-22: 12345.67 for article-1234567, #738294. https://blog.example.org/the-long-name-of-an-article-of-2026/?page=12',
  }))).toEqual([]);
});
