/** Values that open a user's session, known by where they stand and how they look: cookies, and what a login's redirects carry. */

export interface SessionValue {
  readonly value: string;
  /** What it is, for a person: "cookie SESSION of docs.lab.test". */
  readonly what: string;
}

/** Told of each value that opens something, as it passes by. */
export type Learn = (value: string, what: string) => void;

/** In a URL's query or fragment: codes and tokens of OAuth and OpenID Connect, Keycloak's own, and Matrix's. */
const inUrls = ['code', 'session_state', 'session_code', 'loginToken', 'access_token', 'id_token', 'id_token_hint', 'refresh_token'] as const;

/** A cookie, when it is one that opens something. */
export function ofCookie({ name, value, domain }: { readonly name: string; readonly value: string; readonly domain: string }): SessionValue[] {
  return looksLikeSession(value) ? [{ value, what: `cookie ${name} of ${domain.replace(/^\./, '')}` }] : [];
}

/** The cookies of `Set-Cookie` lines. */
export function ofSetCookies(lines: readonly string[], domain: string): SessionValue[] {
  return lines.flatMap(line => ofPair(line.split(';', 1)[0] ?? '', domain));
}

/** The cookies of a `Cookie` header. */
export function ofCookieHeader(header: string, domain: string): SessionValue[] {
  return header.split(';').flatMap(pair => ofPair(pair, domain));
}

function ofPair(pair: string, domain: string): SessionValue[] {
  const equals = pair.indexOf('=');
  return equals < 1 ? [] : ofCookie({ name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim(), domain });
}

/** What a redirect carries, of a login that ends or a logout that begins. */
export function ofUrl(text: string): SessionValue[] {
  if (!URL.canParse(text)) return [];
  const { hostname, search, hash } = new URL(text);
  return [search, hash].flatMap(part => {
    const parameters = new URLSearchParams(part.replace(/^[?#]/, ''));
    return inUrls.flatMap(name => parameters.getAll(name).filter(looksLikeSession).map(value => ({ value, what: `${name} in a URL of ${hostname}` })));
  });
}

/** JSON Web Tokens, wherever they stand. */
export function tokensIn(text: string): SessionValue[] {
  return [...new Set(text.match(/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]+)*/g) ?? [])].map(value => ({ value, what: 'a token (JWT)' }));
}

/**
 * Long, and of letters and digits mixed as no word is. What a person reads in every line of a report, an address, a path, a
 * date, must not be taken for one: it would be masked everywhere.
 */
export function looksLikeSession(value: string): boolean {
  const plain = decoded(value).replace(/^"(.*)"$/, '$1');
  if (plain.length < 16 || /\s|:\/\/|@|^\/|^\d{4}-\d\d-\d\dT/.test(plain)) return false;
  return /[a-z]/i.test(plain) && (/\d/.test(plain) || (plain.length >= 24 && /[a-z]/.test(plain) && /[A-Z]/.test(plain)));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
