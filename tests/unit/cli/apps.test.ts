import { describe, expect, test } from 'vitest';
import type { KeptApp } from '../../../harness/app/kept.ts';
import { choose, told } from '../../../harness/cli/apps.ts';
import { table, terminalProgress } from '../../../harness/cli/terminal.ts';

const app = (recipe: string, domain: string): KeptApp => ({ run: 'abc123', recipe, domain, url: `https://${domain}`, since: '2026-11-01T00:00:00Z', state: 'healthy', by: 'HARNESS_KEEP' });
const kept = [app('ghost', 'ghos-1a2b3c.lab.test'), app('ghost', 'ghos-4d5e6f.lab.test'), app('n8n', 'n8n-778899.lab.test')];

describe('which app is meant', () => {
  test.each([
    ['its domain', 'ghos-4d5e6f.lab.test', 'ghos-4d5e6f.lab.test'],
    ['the first part of it', 'ghos-1a2b3c', 'ghos-1a2b3c.lab.test'],
    ['its recipe', 'n8n', 'n8n-778899.lab.test'],
  ])('%s', (_name, name, domain) => {
    expect(choose(kept, name, false).map(found => found.domain)).toEqual([domain]);
  });

  test('two candidates, none, and no name are told with the way out', () => {
    expect(() => choose(kept, 'ghost', false)).toThrow(/ERR_APP_AMBIGUOUS/);
    expect(() => choose(kept, 'n9n', false)).toThrow(/No kept app is called "n9n"[\s\S]*Did you mean n8n\?/);
    expect(() => choose(kept, undefined, false)).toThrow(/Which app\?[\s\S]*--all/);
    expect(choose(kept, undefined, true)).toEqual(kept);
  });
});

describe('the list', () => {
  const warm: KeptApp = { ...app('keycloak', 'keyc-aabbcc.lab.test'), by: 'HARNESS_WARM' };

  test.each([
    ['a kept app is run on again', [kept[0]!], /HARNESS_RUN=<run>/, /HARNESS_WARM/],
    ['a warm provider is used by later runs', [warm], /used by each later run with HARNESS_WARM=1/, /HARNESS_RUN/],
  ])('%s', (_what, apps, says, saysNot) => {
    expect(told(apps)).toMatch(says);
    expect(told(apps)).not.toMatch(saysNot);
  });

  test('says which setting has left what, and how to have something left', () => {
    expect(told([...kept, warm])).toMatch(/ghost .*HARNESS_KEEP[\s\S]*keycloak .*HARNESS_WARM/);
    expect(told([])).toMatch(/HARNESS_KEEP=1 .* keeps an app, HARNESS_WARM=1 the provider/);
  });
});

test('a table has columns', () => {
  expect(table([['a', 'long one', 'c'], ['aaaa', 'b', 'c']])).toBe('a     long one  c\naaaa  b         c');
});

test('progress is told line by line: what is done, and what is heard of it', async () => {
  const lines: string[] = [];
  const progress = terminalProgress(line => lines.push(line));
  expect(await progress.step('removing a.lab.test', async () => { progress.note('app: gone'); return 5; })).toBe(5);
  await progress.attach('log', 'not for the terminal', 'text/plain');
  expect(lines).toEqual(['removing a.lab.test', '  app: gone']);
});
