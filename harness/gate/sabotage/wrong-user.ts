/** A login that lands on the wrong user: whoever fills in the provider's form with one user's password becomes the other one. */
import type { Asked, Change } from './forward.ts';

export interface Person {
  readonly username: string;
  readonly password: string;
}

/** @param known pairs of users that were made before; those made through the proxy meanwhile are learned */
export function loginsAsTheOther(known: readonly (readonly [Person, Person])[]): Change {
  const others = new Map<string, { own: Person; other: Person }>();
  const learn = (one: Person, other: Person): void => {
    others.set(one.username, { own: one, other });
    others.set(other.username, { own: other, other: one });
  };
  for (const [one, other] of known) learn(one, other);
  return {
    request(asked) {
      if (typeOf(asked).includes('json')) {
        const [one, other] = peopleIn(asked.body);
        if (one && other) learn(one, other);
        return undefined;
      }
      const form = loginForm(asked);
      const who = form && others.get(form.get('username') ?? '');
      // A wrong password stays wrong: it is the landing that is broken, not the lock.
      if (!form || !who || form.get('password') !== who.own.password) return undefined;
      form.set('username', who.other.username);
      form.set('password', who.other.password);
      return Buffer.from(form.toString());
    },
  };
}

/** A form with name and password that is no grant: a program that asks for tokens says so. */
function loginForm(asked: Asked): URLSearchParams | undefined {
  if (asked.method !== 'POST' || !typeOf(asked).includes('x-www-form-urlencoded')) return undefined;
  const form = new URLSearchParams(asked.body.toString());
  return form.has('username') && form.has('password') && !form.has('grant_type') ? form : undefined;
}

function typeOf({ headers }: Asked): string {
  return String(headers['content-type'] ?? '');
}

/** Everybody in a JSON text who has a name and a password, as a provider's administrator writes them. */
function peopleIn(body: Buffer): Person[] {
  const found: Person[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { username, password, credentials } = value as { username?: unknown; password?: unknown; credentials?: unknown };
    const given = Array.isArray(credentials) ? (credentials as { value?: unknown }[]).map(each => each.value).find(each => typeof each === 'string') : undefined;
    const secret = typeof password === 'string' ? password : given;
    if (typeof username === 'string' && secret !== undefined) found.push({ username, password: secret });
    for (const inner of Object.values(value)) walk(inner);
  };
  try {
    walk(JSON.parse(body.toString()));
  } catch {
    return [];
  }
  return found;
}
