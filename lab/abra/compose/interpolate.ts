/** Variables in compose files, as docker's own loader puts them in. */
import { Fatal } from '../fatal.ts';

type Variables = Readonly<Record<string, string>>;

const substitution = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)(?:(:?[-?])([^}]*))?\}|(\{?[^\s]*|$))/gi;

/** `$V`, `${V}`, `${V:-default}`, `${V-default}`, `${V:?message}`, `${V?message}`; `$$` is a dollar; unset is empty. */
export function interpolateText(text: string, variables: Variables, where = 'compose file'): string {
  return text.replace(substitution, (_whole, dollar?: string, plain?: string, braced?: string, operator?: string, word = '') => {
    if (dollar !== undefined) return '$';
    const name = plain ?? braced;
    if (name === undefined) {
      throw new Fatal(`invalid interpolation format for ${where}: "${text}". You may need to escape any $ with another $.`);
    }
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const absent = operator?.startsWith(':') ? value === undefined || value === '' : value === undefined;
    if (!absent || operator === undefined) return value ?? '';
    if (operator.endsWith('?')) throw new Fatal(`required variable ${name} is missing a value: ${word as string}`);
    return word as string;
  });
}

/** Interpolates every text in a document; keys stay as they are. */
export function interpolate<T>(value: T, variables: Variables, where = ''): T {
  if (typeof value === 'string') return interpolateText(value, variables, where) as T;
  if (Array.isArray(value)) return value.map((item: unknown, at) => interpolate(item, variables, `${where}[${at}]`)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, interpolate(item as unknown, variables, where ? `${where}.${key}` : key)]);
  return Object.fromEntries(entries) as T;
}
