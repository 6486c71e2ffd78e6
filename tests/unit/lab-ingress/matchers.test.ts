import { describe, expect, test } from 'vitest';
import { matcherSets, type MatcherSet } from '../../../lab/ingress/matchers.ts';
import { parseRule, type Rule } from '../../../lab/ingress/rule.ts';
import { seeded } from './seeded.ts';

interface Request {
  host: string;
  path: string;
  method: string;
}

const sets = (rule: string): MatcherSet[] => matcherSets(parseRule(rule));

describe('matcherSets', () => {
  test('a plain Host stays a plain host matcher', () => {
    expect(sets('Host(`A.lab.test`, `b.lab.test`)')).toEqual([{ host: ['a.lab.test', 'b.lab.test'] }]);
  });

  test('an or at the top becomes several sets, an and of two kinds one', () => {
    expect(sets('Host(`a`) || Host(`b`) && PathPrefix(`/x.y`)')).toEqual([{ host: ['a'] }, { host: ['b'], path_regexp: { pattern: '^/x\\.y' } }]);
  });

  test('any host means no matcher at all', () => {
    expect(sets('Host(`*`)')).toEqual([]);
    expect(sets('Host(`a`) || Host(`*`)')).toEqual([]);
    expect(sets('!Host(`*`)')).toEqual([{ not: [{}] }]);
  });

  test.each([
    ['HostRegexp(`^.+\\.lab\\.test$`)', '(?i)^.+\\.lab\\.test$'],
    ['HostRegexp(`{sub:[a-z]{2,3}}.lab.test`)', '(?i)^(?:[a-z]{2,3})\\.lab\\.test$'],
    ['HostRegexp(`lab.test`, `{any:.+}.lab.test`)', '(?i)(?:lab.test|^(?:.+)\\.lab\\.test$)'],
  ])('%s', (rule, pattern) => {
    expect(sets(rule)).toEqual([{ header_regexp: { Host: { pattern } } }]);
  });

  test('headers, queries and addresses', () => {
    expect(sets('Header(`X-A`, `1.0`)')).toEqual([{ header_regexp: { 'X-A': { pattern: '^1\\.0$' } } }]);
    expect(sets('Query(`a=b=c`)')).toEqual([{ query: { a: ['b=c'] } }]);
    expect(sets('Query(`a`, `{b}`)')).toEqual([{ query: { a: ['\\{b\\}'] } }]);
    expect(sets('ClientIP(`10.0.0.0/8`)')).toEqual([{ remote_ip: { ranges: ['10.0.0.0/8'] } }]);
  });

  test('any tree means the same to Caddy as to Traefik', () => {
    const random = seeded(7);
    for (let round = 0; round < 2000; round += 1) {
      const rule = tree(random, 4);
      const written = matcherSets(rule);
      for (const host of ['a', 'b', 'c']) {
        for (const path of ['/', '/x', '/x/y']) {
          for (const method of ['GET', 'POST']) {
            const request = { host, path, method };
            const caddy = written.length === 0 || written.some((set) => caddyMatches(set, request));
            if (caddy !== traefikMatches(rule, request)) expect.fail(JSON.stringify({ rule, written, request }));
          }
        }
      }
    }
  });
});

function tree(random: () => number, depth: number): Rule {
  const choice = Math.floor(random() * (depth === 0 ? 4 : 8));
  if (choice < 4) {
    const leaf = [['Host', ['a']], ['Host', ['b', 'c']], ['PathPrefix', ['/x']], ['Method', ['POST']]] as const;
    const [matcher, values] = leaf[choice] ?? leaf[0];
    return { kind: 'match', matcher, values: [...values] };
  }
  if (choice === 4) return { kind: 'not', of: tree(random, depth - 1) };
  return { kind: choice === 5 ? 'or' : 'and', of: Array.from({ length: 2 + Math.floor(random() * 2) }, () => tree(random, depth - 1)) };
}

function traefikMatches(rule: Rule, request: Request): boolean {
  switch (rule.kind) {
    case 'or': return rule.of.some((part) => traefikMatches(part, request));
    case 'and': return rule.of.every((part) => traefikMatches(part, request));
    case 'not': return !traefikMatches(rule.of, request);
    case 'match':
      if (rule.matcher === 'Host') return rule.values.includes(request.host);
      if (rule.matcher === 'Method') return rule.values.includes(request.method);
      return rule.values.some((value) => request.path.startsWith(value));
  }
}

/** Caddy's own rules: every matcher of a set, and `not` when none of its sets matches. */
function caddyMatches(set: MatcherSet, request: Request): boolean {
  return Object.entries(set).every(([name, value]) => {
    if (name === 'not') return !(value as MatcherSet[]).some((inner) => caddyMatches(inner, request));
    if (name === 'host') return (value as string[]).includes(request.host);
    if (name === 'method') return (value as string[]).includes(request.method);
    if (name === 'path_regexp') return new RegExp((value as { pattern: string }).pattern).test(request.path);
    throw new Error(`no such matcher here: ${name}`);
  });
}
