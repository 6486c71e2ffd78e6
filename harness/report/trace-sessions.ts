/** Values that open sessions, read out of the traces that a run has written: whatever browser or context they were given to. */
import { ofCookieHeader, ofSetCookies, ofUrl, type SessionValue, tokensIn } from '../http/session-values.ts';
import { contentOf, filesIn } from './scrub.ts';
import { isZip, rewriteZip } from './zip.ts';

/** A line of a trace's network log, as far as it is read here. */
interface Exchange {
  readonly snapshot?: {
    readonly request?: { readonly url?: string; readonly headers?: readonly Header[] };
    readonly response?: { readonly redirectURL?: string; readonly headers?: readonly Header[] };
  };
}
interface Header { readonly name: string; readonly value: string }

/** Of all traces below the given folders, each value once. */
export function sessionsBelow(places: readonly string[]): SessionValue[] {
  const archives = filesIn(places).filter(file => file.endsWith('.zip')).map(contentOf).filter(isZip);
  return [...new Map(archives.flatMap(sessionsIn).map(found => [found.value, found])).values()];
}

/** All that the archive's network logs hold, and those of the archives in it; tokens wherever they stand. */
export function sessionsIn(archive: Buffer): SessionValue[] {
  const found: SessionValue[] = [];
  rewriteZip(archive, (name, content) => {
    if (isZip(content)) found.push(...sessionsIn(content));
    else {
      if (name.endsWith('.network')) found.push(...content.toString('utf8').split('\n').flatMap(ofLine));
      if (content.includes('eyJ')) found.push(...tokensIn(content.toString('latin1')));
    }
    return undefined;
  });
  return found;
}

function ofLine(line: string): SessionValue[] {
  const { request, response } = parsed(line).snapshot ?? {};
  const url = request?.url ?? '';
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const values = (headers: readonly Header[] = [], name: string): string[] => headers.filter(header => header.name.toLowerCase() === name).map(({ value }) => value);
  return [
    ...[url, response?.redirectURL ?? '', ...values(response?.headers, 'location')].flatMap(ofUrl),
    // Chromium joins repeated headers by a newline.
    ...ofSetCookies(values(response?.headers, 'set-cookie').flatMap(lines => lines.split('\n')), host),
    ...values(request?.headers, 'cookie').flatMap(header => ofCookieHeader(header, host)),
  ];
}

function parsed(line: string): Exchange {
  try {
    return line === '' ? {} : JSON.parse(line) as Exchange;
  } catch {
    // A trace that ends in mid-line: its writer was killed.
    return {};
  }
}
