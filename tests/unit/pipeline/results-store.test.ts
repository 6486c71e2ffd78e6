/** Given kept results, when a pull request asks for its base's, then it gets the last whole ones of that branch alone. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pipelineOf, type Pipeline } from '../../../harness/forge/ci-env.ts';
import { baseResults, keepResults } from '../../../harness/pipeline/results-store.ts';
import { drone } from '../forge/ci-samples.ts';
import { sampleResults } from '../report/sample-results.ts';

let store: string;
beforeEach(() => { store = join(mkdtempSync(join(tmpdir(), 'store-')), 'store'); });
afterEach(() => rmSync(dirname(store), { recursive: true }));

const of = (env: NodeJS.ProcessEnv): Pipeline => pipelineOf(env) as Pipeline;
const push = of(drone.push);
const pull = of(drone.pullRequest);

test('a branch keeps its last ones, and a pull request for it finds them', () => {
  expect(baseResults(store, pull, 'ghost')).toBeUndefined();
  expect(keepResults(store, push, sampleResults({ durationMs: 1 }))).toBe(true);
  expect(keepResults(store, push, sampleResults({ durationMs: 2 }))).toBe(true);
  expect(baseResults(store, pull, 'ghost')).toMatchObject({ durationMs: 2 });
  expect(baseResults(store, pull, 'kinto')).toBeUndefined();
  expect(baseResults(store, of({ ...drone.pullRequest, DRONE_TARGET_BRANCH: 'stable' }), 'ghost')).toBeUndefined();
  expect(baseResults(store, of({ ...drone.pullRequest, DRONE_REPO: 'somebody/ghost' }), 'ghost')).toBeUndefined();
});

test.each([
  ['a pull request', pull, {}],
  ['a tag', of(drone.tag), {}],
  ['a narrowed run', push, { partial: true }],
  ["the environment's fault", push, { fault: 'environment' as const }],
  ["the user's mistake", push, { fault: 'user' as const }],
])('of %s nothing is kept', (_, pipeline, more) => {
  expect(keepResults(store, pipeline, sampleResults(more))).toBe(false);
  expect(existsSync(store)).toBe(false);
});

test('one that is red by its own fault is what a pull request begins from', () => {
  expect(keepResults(store, push, sampleResults({ verdict: 'red', fault: 'recipe' }))).toBe(true);
});

test.each(['..', '../../etc', 'a/b', '.', 'ünï/\u{1F41A}', '%2E%2E'])('a branch called %s stays in its folder, apart from others', branch => {
  const named = { ...push, build: { ...push.build, branch } };
  keepResults(store, push, sampleResults({ durationMs: 1 }));
  keepResults(store, named, sampleResults({ durationMs: 2 }));
  expect(readdirSync(dirname(store))).toEqual(['store']);
  expect(readdirSync(join(store, 'coop-cloud%2Fghost'))).toHaveLength(2);
  expect(baseResults(store, push, 'ghost')).toMatchObject({ durationMs: 1 });
  expect(baseResults(store, named, 'ghost')).toMatchObject({ durationMs: 2 });
});

test('what is kept and cannot be read, or is of another recipe, is nothing to compare with', () => {
  keepResults(store, push, sampleResults());
  const file = join(store, 'coop-cloud%2Fghost', 'main', 'ghost.json');
  writeFileSync(file, JSON.stringify(sampleResults({ recipe: 'kinto' })));
  expect(baseResults(store, pull, 'ghost')).toBeUndefined();
  writeFileSync(file, '{');
  expect(baseResults(store, pull, 'ghost')).toBeUndefined();
});
