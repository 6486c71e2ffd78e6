/** Given results whose texts turn letters around or are no letters, when a site is made of them, then the words of its pages stay as they are. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeSite } from '../../../harness/site/write-site.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-site-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const turning = '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
const noLetters = '\u0000\u0007\u001b\u007f\u0085\u2028\u2029';
const bad = `${turning}${noLetters}`;

async function pages(): Promise<string[]> {
  mkdirSync(path.join(folder, 'results/ghost/history'), { recursive: true });
  writeFileSync(path.join(folder, `results/ghost/history/${turning}.json`), bad);
  const { underTest, build, ...rest } = sampleResults();
  writeFileSync(path.join(folder, 'results/ghost/results.json'), JSON.stringify({
    ...rest, verdict: 'red', fault: 'recipe', level: { level: 7, rungs: [{ name: 'install', status: 'fail', reason: bad }], heldBy: { rung: 'install', reason: bad } },
    underTest: { ...underTest, commit: bad, version: bad, base: bad, dependencies: { [bad]: bad } },
    build: { service: 'drone', repository: bad, pullRequest: 12, branch: bad, base: null, commit: bad, link: bad },
    problems: [{ code: bad, fault: 'recipe', message: bad, wayOut: bad }], notRun: [{ what: bad, why: bad, wayOut: bad }], leftovers: [bad],
    declared: [{ rung: bad, blocker: bad, coveredBy: bad, decidedBy: bad, decidedOn: bad }],
    memory: { peak: 1, services: { [bad]: 1, b: 2 } },
    tests: [sampleTest(bad, { file: bad, tags: [bad], status: 'failed', problem: { code: bad, fault: 'recipe', message: `first\n\tsecond${bad}`, wayOut: bad }, steps: [{ title: bad, durationMs: 1, depth: 0 }] })],
  }));
  await writeSite(path.join(folder, 'results'), path.join(folder, 'out'), new Date('2026-11-22T00:00:00Z'));
  return readdirSync(path.join(folder, 'out'), { recursive: true, encoding: 'utf8' }).filter(file => /\.(html|md|svg)$/.test(file)).map(file => readFileSync(path.join(folder, 'out', file), 'utf8'));
}

test('none of them is on any page: each stands as a mark that there was one', async () => {
  const texts = await pages();
  expect(texts.length).toBeGreaterThan(6);
  for (const text of texts) expect([...bad].filter(letter => text.includes(letter)).map(letter => letter.codePointAt(0)?.toString(16))).toEqual([]);
  for (const shown of ['\ufffd'.repeat(bad.length), 'first\n\tsecond']) expect(texts.some(text => text.includes(shown))).toBe(true);
});

test('a commit and a file are of a direction of their own, apart from the words around them', async () => {
  const texts = await pages();
  const shown = (pattern: RegExp): (string | undefined)[] => [...new Set(texts.flatMap(text => text.match(pattern) ?? []))];
  expect(shown(/<code class="commit"[^>]*>/g)).toEqual([`<code class="commit" title="${'\ufffd'.repeat(bad.length)}" dir="auto">`]);
  expect(shown(/<p class="file">.*? assertions/g)).toEqual([expect.stringMatching(/<bdi>\ufffd+ \ufffd+<\/bdi>\. 2 assertions$/)]);
});
