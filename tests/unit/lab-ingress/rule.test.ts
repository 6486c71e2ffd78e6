import { describe, expect, test } from 'vitest';
import { parseRule, RuleError, type Rule } from '../../../lab/ingress/rule.ts';
import { seeded } from './seeded.ts';

const host = (...values: string[]): Rule => ({ kind: 'match', matcher: 'Host', values });
const prefix = (value: string): Rule => ({ kind: 'match', matcher: 'PathPrefix', values: [value] });

describe('parseRule', () => {
  test.each<[string, Rule]>([
    ['Host(`a.lab.test`)', host('a.lab.test')],
    ['Host(`a.lab.test`,`b.lab.test`)', host('a.lab.test', 'b.lab.test')],
    ['Host(`a.lab.test`, `b.lab.test`, )', host('a.lab.test', 'b.lab.test')],
    ['  host ( "a.lab.test" ) ', host('a.lab.test')],
    ['HostHeader(`a`)', host('a')],
    ['Host(`a`) || Host(`b`) && PathPrefix(`/x`)', { kind: 'or', of: [host('a'), { kind: 'and', of: [host('b'), prefix('/x')] }] }],
    ['(Host(`a`) || Host(`b`)) && PathPrefix(`/x`)', { kind: 'and', of: [{ kind: 'or', of: [host('a'), host('b')] }, prefix('/x')] }],
    ['!Host(`a`)&&!(PathPrefix(`/x`))', { kind: 'and', of: [{ kind: 'not', of: host('a') }, { kind: 'not', of: prefix('/x') }] }],
    ['!!Host(`a`)', { kind: 'not', of: { kind: 'not', of: host('a') } }],
    ['Headers(`X-A`, "say \\"hi\\"")', { kind: 'match', matcher: 'Header', values: ['X-A', 'say "hi"'] }],
    ['HostRegexp(`{sub:[a-z]{2,}}.lab.test`)', { kind: 'match', matcher: 'HostRegexp', values: ['{sub:[a-z]{2,}}.lab.test'] }],
  ])('reads %s', (text, rule) => {
    expect(parseRule(text)).toEqual(rule);
  });

  test.each([
    ['', 'empty'],
    ['Host(`a`', 'expected ,'],
    ['Host(`a', 'not closed'],
    ['Host()', 'does not take 0 values'],
    ['Host(``)', 'empty value'],
    ['Host(`a b`)', 'not a host name'],
    ['Host(`{x}`)', 'not a host name'],
    ['Host(a)', 'found a, expected a string'],
    ["Host('a')", 'unexpected "\'"'],
    ['Host(`a`) Host(`b`)', 'found Host, expected &&'],
    ['Host(`a`) & Host(`b`)', 'unexpected "&"'],
    ['Host(`a`) &&', 'found the end, expected a matcher'],
    ['(Host(`a`)', 'expected )'],
    ['Host(`a`))', 'found )'],
    ['PathPrefix(`x`)', 'does not start with /'],
    ['HostSNI(`a`)', 'no matcher HostSNI'],
    ['constructor(`a`)', 'no matcher constructor'],
    ['(Host(`a`), Host(`b`))', 'found ,'],
    ['('.repeat(5000), 'nested too deep'],
    ['!'.repeat(5000), 'nested too deep'],
    ['x'.repeat(30_000), 'too long'],
  ])('refuses %.40s', (text, part) => {
    expect(() => parseRule(text)).toThrow(RuleError);
    expect(() => parseRule(text)).toThrow(part);
  });
});

describe('parseRule under noise', () => {
  const random = seeded(20_261_121);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const pieces = ['Host', 'PathPrefix', 'Method', 'Query', '(', ')', '(`a`)', '(`/x`)', '`', '"', ',', '&&', '||', '!', ' ', '\n', '\\', '&', '|', 'é', '\0', '{', '}', '😀', '`/`', '0'];
  const good = 'Host(`a.lab.test`, `b.lab.test`) && (PathPrefix(`/x`) || !Method(`GET`)) || Headers(`A`, `b`)';

  test('made of tokens in any order, it throws nothing but its own error', () => {
    for (let round = 0; round < 20_000; round += 1) {
      onlyItsOwnError(Array.from({ length: Math.floor(random() * 14) }, () => pick(pieces)).join(''));
    }
  });

  test('made of a good rule with characters changed, it throws nothing but its own error', () => {
    for (let round = 0; round < 20_000; round += 1) {
      const characters = [...good];
      for (let change = 0; change <= random() * 4; change += 1) characters.splice(Math.floor(random() * characters.length), Math.floor(random() * 3), pick(pieces));
      onlyItsOwnError(characters.join(''));
    }
  });
});

function onlyItsOwnError(text: string): void {
  try {
    parseRule(text);
  } catch (error) {
    if (!(error instanceof RuleError)) throw new Error(`on ${JSON.stringify(text)}`, { cause: error });
  }
}
