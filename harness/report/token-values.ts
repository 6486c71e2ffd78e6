/** The values of the runner's tokens, for the mask: what was taken out of the environment, and what Docker's login has stored. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Secret } from '../run/secrets.ts';
import { gitSettings, isToken, urlCredentials, withheldTokens } from '../settings/tokens.ts';

/** Every value to be masked, with the variable or the file that it stands in. */
export function tokenValues(env: NodeJS.ProcessEnv = process.env): Secret[] {
  const tokens = Object.entries(withheldTokens()).flatMap(([name, value]) => valuesIn(name, value).map(each => ({ value: each, what: name })));
  return [...tokens, ...storedLogins(env)].filter(({ value }) => looksMade(value));
}

/** A word such as "postgres" or "disabled" would be masked all over the reports, and is nobody's token. */
function looksMade(value: string): boolean {
  return value.length >= 16 || (value.length >= 8 && /\d/.test(value));
}

/** The secret parts of a value: a token as it stands, the credentials of a URL or a header, what JSON holds. */
function valuesIn(name: string, value: string): string[] {
  if (/^\s*[{[]/.test(value)) return [value, ...secretsOfJson(value)];
  const parts = [...urlCredentials(value).flatMap(part => [part, decoded(part)]), ...headerCredentials(value), ...helperPasswords(value)];
  // Of git's settings the others are counts and names of settings, which stand in any output.
  return parts.length > 0 || gitSettings.test(name) ? [...new Set(parts)] : [value];
}

/** A header such as `Authorization: Basic <base64>`, alone or as git quotes it; or what stands behind its colon, alone. */
const header = /(?:(?:^|['"=])[\w.-]+:\s+(?:([\w-]+)\s+)*|^(basic|bearer|token)\s+)([^\s'"]+)(?=['"]|\s*$)/gi;

function headerCredentials(text: string): string[] {
  return [...text.matchAll(header)].flatMap(([, named, bare, last = '']) => (named ?? bare)?.toLowerCase() === 'basic' ? [last, ...passwordOf(last)] : [last]);
}

/** What a credential helper of one line answers, `!f() { echo password=…; }; f`. */
function helperPasswords(text: string): string[] {
  return [...text.matchAll(/\bpassword=([^\s'";]+)/g)].map(([, password = '']) => password);
}

/** The password of `name:password` in base64. */
function passwordOf(login: string): string[] {
  const [, password] = /^[^:]*:(.+)$/.exec(Buffer.from(login, 'base64').toString('utf8')) ?? [];
  return password === undefined ? [] : [password];
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
      found.push(value, ...(key === 'auth' ? passwordOf(value) : []));
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
