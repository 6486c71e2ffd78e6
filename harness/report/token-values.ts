/** The values of the runner's tokens, for the mask: what was taken out of the environment, and what Docker's login has stored. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Secret } from '../run/secrets.ts';
import { isToken, withheldTokens } from '../settings/tokens.ts';

/** Every value to be masked, with the variable or the file that it stands in. */
export function tokenValues(env: NodeJS.ProcessEnv = process.env): Secret[] {
  const tokens = Object.entries(withheldTokens()).flatMap(([name, value]) => valuesIn(value).map(each => ({ value: each, what: name })));
  return [...tokens, ...storedLogins(env)].filter(({ value }) => looksMade(value));
}

/** A word such as "postgres" or "disabled" would be masked all over the reports, and is nobody's token. */
function looksMade(value: string): boolean {
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value));
}

/** The secret parts of a value: a token as it stands, the password of a URL, the last word of a header, what JSON holds. */
function valuesIn(value: string): string[] {
  if (/^\s*[{[]/.test(value)) return [value, ...secretsOfJson(value)];
  const [, password] = /:\/\/[^/\s:@]*:([^/\s@]+)@/.exec(value) ?? [];
  if (password !== undefined) return [password, decoded(password)];
  const words = value.split(/\s+/).filter(word => word !== '');
  return /^\w[\w.-]*:\s/.test(value) ? words.slice(-1) : [value];
}

function storedLogins(env: NodeJS.ProcessEnv): Secret[] {
  const file = path.join(env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker'), 'config.json');
  try {
    return secretsOfJson(readFileSync(file, 'utf8')).map(value => ({ value, what: 'a login stored by docker' }));
  } catch {
    return []; // none, or none that this user may read
  }
}

/** Docker's names, in its config.json and in DOCKER_AUTH_CONFIG; the others are known by the rule for variables. */
const dockerKeys = ['auth', 'identitytoken', 'registrytoken'];

function secretsOfJson(json: string): string[] {
  const found: string[] = [];
  try {
    JSON.parse(json, (key, value: unknown) => {
      if (typeof value !== 'string' || !(dockerKeys.includes(key) || isToken(key, value))) return value;
      const [, password] = /^[^:]*:(.+)$/.exec(key === 'auth' ? Buffer.from(value, 'base64').toString('utf8') : '') ?? [];
      found.push(value, ...(password === undefined ? [] : [password]));
      return value;
    });
  } catch {
    // No JSON after all: the text stands for itself.
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
