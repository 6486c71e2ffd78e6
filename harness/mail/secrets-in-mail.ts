/** What in a mail opens something: codes to be typed, and what links carry. It is masked wherever something is written. */
import { looksLikeSession } from '../http/session-values.ts';
import { type Mail, wordsOf } from './mail.ts';

/** A number that stands alone: the code of a login, six digits mostly. */
const codes = /(?<![\w#.,-])\d{6,10}(?![\w-]|[.,]\d)/g;

const links = /https?:\/\/[^\s"'<>()]+/g;

export function secretsIn(mail: Mail): string[] {
  const hrefs = [...`${mail.text}\n${mail.html.replaceAll('&amp;', '&')}`.matchAll(links)].flatMap(([url]) => ofLink(url));
  return [...new Set([...(wordsOf(mail).match(codes) ?? []), ...hrefs])];
}

function ofLink(link: string): string[] {
  if (!URL.canParse(link)) return [];
  const { pathname, searchParams } = new URL(link);
  return [...pathname.split('/').filter(looksRandom), ...[...searchParams.values()].filter(looksLikeSession)];
}

/** A word of a path is an article's name more often than a token: of those without hyphens, long ones are none. */
function looksRandom(word: string): boolean {
  return word.length >= 20 && /^[\w~]+$/.test(word) && looksLikeSession(word);
}
