/** Fills variables into a compose file's strings, by the rules of Docker's own loader. */
import { RecipeError } from './recipe-error.ts';

/** Where values come from: an EnvFile, a Map, or anything like them. */
export interface Values {
  get(key: string): string | undefined;
}

const name = /[A-Za-z_]\w*/y;

/**
 * `$V`, `${V}`, `${V:-default}`, `${V-default}`, `${V:?message}`, `${V?message}`, `${V:+other}`, `${V+other}`, and `$$` for `$`.
 *
 * @throws RecipeError `ERR_ENV_MISSING` for a variable that the file insists on.
 */
export function interpolate(template: string, values: Values): string {
  let result = '';
  let at = 0;
  while (at < template.length) {
    const dollar = template.indexOf('$', at);
    if (dollar < 0) return result + template.slice(at);
    result += template.slice(at, dollar);
    const next = template[dollar + 1];
    if (next === '$') {
      result += '$';
      at = dollar + 2;
    } else if (next === '{') {
      const end = closingBrace(template, dollar + 2);
      if (end === undefined) return result + template.slice(dollar);
      result += expression(template.slice(dollar + 2, end), values);
      at = end + 1;
    } else {
      name.lastIndex = dollar + 1;
      const found = name.exec(template)?.[0];
      result += found === undefined ? '$' : values.get(found) ?? '';
      at = dollar + 1 + (found?.length ?? 0);
    }
  }
  return result;
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return undefined;
}

function expression(inside: string, values: Values): string {
  const match = /^([A-Za-z_]\w*)(?:(:?)([-?+])(.*))?$/s.exec(inside);
  if (match === null) return `\${${inside}}`;
  const [, key = '', colon, operator, operand = ''] = match;
  const value = values.get(key);
  const present = value !== undefined && (colon !== ':' || value !== '');
  if (operator === '-') return present ? value : interpolate(operand, values);
  if (operator === '+') return present ? interpolate(operand, values) : '';
  if (operator === '?' && !present) {
    throw new RecipeError({
      code: 'ERR_ENV_MISSING', fault: 'user', message: `${key} has no value, and the compose file insists on one${operand ? `: ${operand}` : ''}.`,
      wayOut: `Set ${key} in [env] of the recipe file.`, facts: { key },
    });
  }
  return value ?? '';
}
