/** Given what a run has noted on the way, when its results are made, then each recipe has its own; and what nobody told is none. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteLeft } from '../../../harness/fixtures/note-run.ts';
import { silent } from '../../../harness/progress.ts';
import { toldByRun } from '../../../harness/report/told-by-run.ts';
import { type Learned, noteLearned, type Stage } from '../../../harness/run/learned.ts';
import type { AppRecord } from '../../../harness/run/ledger-view.ts';
import { noteUnderTest } from '../../../harness/run/under-test.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'told-by-run-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const note = (...all: Learned[]): void => { for (const learned of all) noteLearned(folder, learned, () => undefined); };
const begun: Learned = { kind: 'run', run: '4f09ab', engine: '20.10.24', adopted: false };
const stage = (name: Stage['stage']): Stage => ({ stage: name, version: 'c0ffee', durationMs: 1, waits: null, services: [] });
const record = (recipe: string, chain: AppRecord['chain'] = 'fresh') => ({ recipe, chain, domain: `${recipe}-1.lab.test`, stack: `${recipe}-1_lab_test` }) as AppRecord;

describe('of a run', () => {
  test('that never began, nothing is told, and least of all that it was cold', () => {
    const nothing = { underTest: undefined, cold: false, stages: [], memory: undefined, disk: undefined, lint: undefined, leftovers: [] };
    expect(toldByRun(undefined).of('ghost')).toEqual(nothing);
    expect(toldByRun(folder).of('ghost')).toEqual(nothing);
    expect(toldByRun(folder)).toMatchObject({ run: undefined, abra: undefined, engine: undefined });
  });

  test('its id, its engine and its abra are told', () => {
    note(begun, { kind: 'abra', version: '0.13.0-beta' });
    expect(toldByRun(folder)).toMatchObject({ run: '4f09ab', engine: '20.10.24', abra: '0.13.0-beta' });
  });
});

describe('of a recipe', () => {
  test('its own is told: all its stages, the last of what was looked at again', () => {
    note(
      { kind: 'stage', recipe: 'ghost', stage: stage('install') }, { kind: 'stage', recipe: 'kinto', stage: stage('install') }, { kind: 'stage', recipe: 'ghost', stage: stage('upgrade') },
      { kind: 'disk', recipe: 'ghost', services: { app: { image: 1, volumes: 1 } } }, { kind: 'disk', recipe: 'ghost', services: { app: { image: 1, volumes: 2 } } },
      { kind: 'lint', recipe: 'kinto', findings: [{ rule: 'R011', message: 'no image' }] },
    );
    const told = toldByRun(folder);
    expect(told.of('ghost')).toMatchObject({ stages: [{ stage: 'install' }, { stage: 'upgrade' }], disk: { app: { volumes: 2 } }, lint: undefined });
    expect(told.of('kinto')).toMatchObject({ stages: [{ stage: 'install' }], disk: undefined, lint: [{ rule: 'R011' }] });
  });

  test('a lint that could not be asked is no clean one', () => {
    note({ kind: 'lint', recipe: 'ghost', findings: null });
    expect(toldByRun(folder).of('ghost').lint).toBeUndefined();
  });

  test('the line of a process that was killed is left out', () => {
    appendFileSync(join(folder, 'learned.jsonl'), '{"kind":"stage","recipe":"gho');
    note(begun);
    expect(toldByRun(folder).of('ghost')).toMatchObject({ stages: [], cold: true });
  });

  test.each<[string, Learned[], boolean]>([
    ['what it deployed itself is cold', [begun], true],
    ['what was taken up again is not', [{ ...begun, adopted: true }], false],
    ['what uses a warm provider is not', [begun, { kind: 'warm', dependent: 'ghost' }], false],
    ['neither is what depends on such', [begun, { kind: 'warm', dependent: 'n8n' }], false],
    ['another recipe\'s warm provider is its own', [begun, { kind: 'warm', dependent: 'kinto' }], true],
  ])('%s', (_what, all, cold) => {
    note(...all);
    noteUnderTest(folder, 'ghost', { ref: 'main', commit: 'c0ffee', dirty: false, dependencies: { n8n: '1.0.0+1' } });
    expect(toldByRun(folder).of('ghost').cold).toBe(cold);
  });
});

describe('what is left', () => {
  test('is told of the app that it is of, each once', () => {
    note({ kind: 'left', recipe: 'ghost', things: ['volume ghost-1_lab_test_content'] });
    noteLeft({ folder }, [record('ghost'), record('kinto'), record('keycloak', 'dependency')], [
      'volume ghost-1_lab_test_content', 'network kinto-1_lab_test_default', 'kinto-1.lab.test: the engine is away\nWay out: wait', 'ghost-1.lab.test: it withstood', 'secret keycloak-1_lab_test_admin', 'realm r on k',
    ], silent);
    const told = toldByRun(folder);
    expect(told.of('ghost').leftovers).toEqual(['volume ghost-1_lab_test_content']);
    expect(told.of('kinto').leftovers).toEqual(['network kinto-1_lab_test_default', 'kinto-1.lab.test: the engine is away']);
    expect(told.of('keycloak').leftovers).toEqual([]);
  });
});

test('without room for a note the work goes on, and says so', () => {
  const told: string[] = [];
  noteLearned(join(folder, 'gone'), begun, line => told.push(line));
  expect(told).toEqual([expect.stringMatching(/^not noted for the results: .*ENOENT/)]);
});
