/** Turns a rule's tree into Caddy's matcher sets. */
import type { Rule } from './rule.ts';

/** All matchers of a set must match; Caddy allows one of each kind in a set. */
export type MatcherSet = Record<string, unknown>;

/** The sets of a route: one of them must match. An empty list matches everything. */
export function matcherSets(rule: Rule): MatcherSet[] {
  const sets = (rule.kind === 'or' ? rule.of : [rule]).map(matcherSet);
  return sets.some((set) => Object.keys(set).length === 0) ? [] : sets;
}

/**
 * Caddy's `not` holds a list of sets of which none may match. With it any tree fits in one set, without the growth of a
 * disjunctive normal form: a or b is not(not a, not b written as sets), a and b is not(not a; not b).
 */
function matcherSet(rule: Rule): MatcherSet {
  switch (rule.kind) {
    case 'match':
      return leaf(rule.matcher, rule.values);
    case 'not':
      return none([matcherSet(rule.of)]);
    case 'or':
      return none([none(rule.of.map(matcherSet))]);
    case 'and': {
      const sets = rule.of.map(matcherSet);
      const names = sets.flatMap((set) => Object.keys(set));
      if (new Set(names).size === names.length) return Object.assign({}, ...sets) as MatcherSet;
      return none(sets.map((set) => none([set])));
    }
  }
}

function none(sets: MatcherSet[]): MatcherSet {
  return { not: sets };
}

function leaf(matcher: Extract<Rule, { kind: 'match' }>['matcher'], values: string[]): MatcherSet {
  const [first = '', second = ''] = values;
  switch (matcher) {
    case 'Host': {
      // Host(`*`) is any host.
      const hosts = values.map((value) => value.toLowerCase().replace(/\.$/, ''));
      return hosts.includes('*') ? {} : { host: hosts };
    }
    case 'HostRegexp':
      // Not vars_regexp: it holds its pattern against the text "<nil>" too.
      return { header_regexp: { Host: { pattern: `(?i)${anyOf(values.map(hostPattern))}` } } };
    case 'Path':
      return { path_regexp: { pattern: `^${anyOf(values.map(literal))}$` } };
    case 'PathPrefix':
      return { path_regexp: { pattern: `^${anyOf(values.map(literal))}` } };
    case 'PathRegexp':
      return { path_regexp: { pattern: first } };
    case 'Method':
      return { method: values.map((value) => value.toUpperCase()) };
    case 'Header':
      return { header_regexp: { [first]: { pattern: `^${literal(second)}$` } } };
    case 'HeaderRegexp':
      return { header_regexp: { [first]: { pattern: second } } };
    case 'Query': {
      // Version 2 wrote Query(`name=value`), version 3 writes Query(`name`, `value`).
      const [name = '', value = ''] = values.length === 2 ? [first, second] : first.split(/=(.*)/s);
      return { query: { [withoutPlaceholders(name)]: [withoutPlaceholders(value)] } };
    }
    case 'ClientIP':
      return { remote_ip: { ranges: values } };
  }
}

function anyOf(patterns: string[]): string {
  return patterns.length === 1 ? (patterns[0] ?? '') : `(?:${patterns.join('|')})`;
}

/** The text as a regular expression of Go that matches just it. */
export function literal(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}

/** Caddy replaces `{…}` in these values. */
export function withoutPlaceholders(text: string): string {
  return text.replace(/[{}]/g, '\\$&');
}

/** Version 2 wrote `{name:pattern}.example.org`, version 3 takes a plain regular expression. */
function hostPattern(value: string): string {
  if (!/\{[\w-]*:/.test(value)) return value;
  let pattern = '';
  for (let at = 0; at < value.length; at += 1) {
    const end = value.charAt(at) === '{' ? closing(value, at) : -1;
    if (end < 0) {
      pattern += literal(value.charAt(at));
      continue;
    }
    const inner = value.slice(at + 1, end);
    pattern += inner.includes(':') ? `(?:${inner.slice(inner.indexOf(':') + 1)})` : literal(value.slice(at, end + 1));
    at = end;
  }
  return `^${pattern}$`;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text.charAt(at) === '{') depth += 1;
    else if (text.charAt(at) === '}' && --depth === 0) return at;
  }
  return -1;
}
