/** The values of the runner's tokens, for the mask: what was taken out of the environment, and what Docker's login has stored. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Secret } from '../run/secrets.ts';
import { withheldTokens } from '../settings/tokens.ts';

/** Every value to be masked, with the variable or the file that it stands in. */
export function tokenValues(env: NodeJS.ProcessEnv = process.env): Secret[] {
  const tokens = Object.entries(withheldTokens()).flatMap(([name, value]) => valuesIn(value).map(each => ({ value: each, what: name })));
  return [...tokens, ...storedLogins(env)].filter(({ value }) => looksMade(value));
}

/** A word such as "postgres" or "disabled" would be masked all over the reports, and is nobody's token. */
function looksMade(value: string): boolean {
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value));
}

/** The secret parts of a value: a token as it stands, the password of a URL, the last word of a header, Docker's logins. */
function valuesIn(value: string): string[] {
  if (value.trimStart().startsWith('{')) return loginsIn(value);
  const [, password] = /^\w[\w+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/.exec(value) ?? [];
  if (password !== undefined) return [password, decoded(password)];
  const words = value.split(/\s+/).filter(word => word !== '');
  return /^\w[\w.-]*:\s/.test(value) ? words.slice(-1) : [value];
}

function storedLogins(env: NodeJS.ProcessEnv): Secret[] {
  const file = path.join(env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker'), 'config.json');
  try {
    return loginsIn(readFileSync(file, 'utf8')).map(value => ({ value, what: 'a login stored by docker' }));
  } catch {
    return []; // none, or none that this user may read
  }
}

/** Of Docker's config.json, also as DOCKER_AUTH_CONFIG holds it. */
function loginsIn(json: string): string[] {
  try {
    const { auths = {} } = JSON.parse(json) as { auths?: Record<string, Partial<Record<string, unknown>>> };
    return Object.values(auths).flatMap(login => ['auth', 'password', 'identitytoken', 'registrytoken'].flatMap(name => {
      const value = login[name];
      if (typeof value !== 'string') return [];
      const [, password] = /^[^:]*:(.+)$/.exec(name === 'auth' ? Buffer.from(value, 'base64').toString('utf8') : '') ?? [];
      return [value, ...(password === undefined ? [] : [password])];
    }));
  } catch {
    return [json];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
