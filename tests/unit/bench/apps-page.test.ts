/** The page that tells what the real apps take. */
import { expect, test } from 'vitest';
import { appsPage, type AloneAndTogether } from '../../../bench/apps-page.ts';
import type { Results } from '../../../harness/report/results-schema.ts';

const one = (title: string, tag: string, seconds: number, status: 'passed' | 'not applicable' = 'passed') => ({ title, file: 'x.spec.ts', tags: [tag], status, durationMs: seconds * 1000 });
const results = {
  underTest: { ref: 'main', commit: '0123456789abcdef', version: '2.0.0+1', dirty: false, base: '1.0.0+1', dependencies: {} },
  memory: { peak: 300 * 2 ** 20, services: { db: 50 * 2 ** 20, app: 250 * 2 ** 20 } },
  tests: [
    one('installs', '@install', 10), one('answers', '@install', 1), one('a restore brings back what was wiped', '@backup', 20), one('a disaster is survived', '@backup', 30),
    one('upgrades', '@upgrade', 15, 'not applicable'), one('a post', '@functional', 1.25), one('is removed', '@teardown', 5),
  ],
} as unknown as Results;
const found: AloneAndTogether = {
  alone: [{ recipe: 'ghost', seconds: 90.4, results }, { recipe: 'n8n', seconds: 60, results: { ...results, memory: null, underTest: null } }],
  together: 100, nodeMemory: 4 * 2 ** 30, busyAtStart: 0.02, commit: 'abc', at: new Date('2026-11-22T05:00:00Z'),
  machine: { cores: 2, processor: 'a processor', memoryGB: 4, kernel: '6', engine: '20', node: '24' },
};
const row = (recipe: string): string[] => (appsPage(found).split('\n').find(line => line.startsWith(`| ${recipe} `)) ?? '').split('|').slice(1, -1).map(cell => cell.trim());

test('each app has a row: its releases, the seconds of each stage, and its memory by service', () => {
  expect(row('ghost')).toEqual(['ghost', '1.0.0+1 → 2.0.0+1', '11.0', '20.0', '30.0', '–', '1.3', '–', '5.0', '90', '300 MiB (app 250, db 50)']);
});

test('what is not known is not made up', () => {
  expect(row('n8n').slice(1, 2)).toEqual(['– → ?']);
  expect(row('n8n').at(-1)).toBe('–');
});

test('all of them together are held against the sum of each alone', () => {
  expect(appsPage(found)).toContain('**All 2 in one command with two workers: 100 s**, against 150 s one after the other (1.50 times as fast).');
});

test('a machine that had other work is told', () => {
  expect(appsPage(found)).not.toContain('not quiet');
  expect(appsPage({ ...found, busyAtStart: 0.5 })).toContain('The machine was not quiet: others kept 50 % of it busy');
});
