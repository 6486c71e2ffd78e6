/** docs/results.md says of levels, files and pictures what the code says. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { badgeSvg } from '../../../harness/report/badge/badge.ts';
import { levelMeanings } from '../../../harness/report/level/rungs.ts';

const docs = path.join(import.meta.dirname, '../../../docs');
const page = readFileSync(path.join(docs, 'results.md'), 'utf8');

test('every level stands there with its meaning', () => {
  const rows = [...page.matchAll(/^\| (\d) \| ([^|]+?) \|/gm)].map(([, level, meaning]) => [Number(level), meaning]);
  expect(rows).toEqual(levelMeanings.map((meaning, level) => [level, meaning]));
});

test('every page and picture that it leads to is there', () => {
  const local = [...page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  expect(local.length).toBeGreaterThan(8);
  for (const link of local) expect(existsSync(path.join(docs, link)), link).toBe(true);
});

test('the badge that it shows is one that a run writes', () => {
  expect(readFileSync(path.join(docs, 'images/badge.svg'), 'utf8')).toBe(badgeSvg({ level: 7 }));
});
