/** Given when a deploy's services were made, begun and healthy, then its waits say where the time went, and add up to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteStage, stageOfDeploy, stageOfRestore } from '../../../harness/app/stages.ts';
import type { Workplace } from '../../../harness/app/workplace.ts';
import { silent } from '../../../harness/progress.ts';
import { readLearned, type Waits } from '../../../harness/run/learned.ts';
import type { ServiceStages } from '../../../harness/swarm/stages.ts';

const app: ServiceStages = { service: 'app', scheduled: 1_200, started: 2_100, settled: 13_100, first: 1_200, interval: 1_000 };
const db: ServiceStages = { service: 'db', scheduled: 1_100, started: 1_500, settled: 4_000, first: 1_100, interval: undefined };
const deploy = (services: readonly ServiceStages[], readyMs = 13_200) =>
  stageOfDeploy({ stage: 'install', identity: { commit: 'c0ffee' }, pull: 1_000, converged: { services, readyMs } });
const sum = (waits: Waits | null): number => Object.values(waits ?? {}).reduce((all: number, ms: number) => all + ms, 0);

describe('a deploy', () => {
  test('is told by the service that was ready last', () => {
    expect(deploy([db, app])).toEqual({
      stage: 'install', version: 'c0ffee', durationMs: 14_200,
      waits: { pull: 1_000, schedule: 1_200, start: 900, health: 1_000, app: 10_000, ingress: 100 },
      services: [{ service: 'db', scheduled: 1_100, started: 1_500, settled: 4_000 }, { service: 'app', scheduled: 1_200, started: 2_100, settled: 13_100 }],
    });
  });

  test.each<[string, Partial<ServiceStages>, Partial<Waits>]>([
    ['without a health check it is all the app itself', { interval: undefined }, { health: 0, app: 11_000 }],
    ['the rhythm of a health check is never more than the whole way to healthy', { interval: 30_000 }, { health: 11_000, app: 0 }],
    ['lives that ended before are the app\'s, not the swarm\'s', { first: 200 }, { schedule: 200, start: 900, app: 11_000 }],
    ['a start that the clocks put before its task took no time', { started: 1_150 }, { start: 0, health: 1_000, app: 10_900 }],
    ['an answer that was there already when the last look was done took no time', { settled: 13_300 }, { ingress: 0, app: 10_200 }],
  ])('%s', (_what, more, waits) => {
    expect(deploy([{ ...app, ...more }]).waits).toMatchObject(waits);
  });

  test.each([[0.4, 13_199.6], [7.5, 20_000.5]])('its waits add up to how long it took, but for rounding', (pull, readyMs) => {
    const { waits, durationMs } = stageOfDeploy({ stage: 'upgrade', identity: { version: '1.0.0+1' }, pull, converged: { services: [app, db], readyMs } });
    expect(Math.abs(sum(waits) - durationMs)).toBeLessThanOrEqual(2);
  });

  test.each<[string, readonly ServiceStages[]]>([
    ['of which the engine told no start', [{ ...app, started: undefined }]],
    ['that left its service as it was', [{ ...app, scheduled: -90_000, started: -89_000, settled: -80_000 }]],
    ['of an empty stack', []],
  ])('%s has no waits', (_what, services) => {
    expect(deploy(services)).toMatchObject({ durationMs: 14_200, waits: null });
  });

  test('took no less than nothing, though the clock was set back meanwhile', () => {
    expect(stageOfDeploy({ stage: 'install', identity: {}, pull: -500, converged: { services: [app], readyMs: -3 } })).toMatchObject({ durationMs: 0, waits: { pull: 0, ingress: 0 } });
  });

  test('says nothing of what was before it', () => {
    const { services, waits } = deploy([{ ...db, scheduled: -90_000, started: -89_000, settled: -80_000 }, app]);
    expect(services[0]).toEqual({ service: 'db', scheduled: null, started: null, settled: null });
    expect(waits).toMatchObject({ schedule: 1_200 });
  });
});

test('a restore is told from its begin, with the services that were begun anew in it', () => {
  const restarted = { ...db, scheduled: -2_000, started: -1_500, settled: 300 };
  expect(stageOfRestore({ identity: { version: '1.0.0+1' }, restoring: 5_000, converged: { services: [{ ...app, scheduled: -60_000, started: -59_000, settled: -50_000 }, restarted], readyMs: 400 } })).toEqual({
    stage: 'restore', version: '1.0.0+1', durationMs: 5_400, waits: null,
    services: [{ service: 'app', scheduled: null, started: null, settled: null }, { service: 'db', scheduled: 3_000, started: 3_500, settled: 5_300 }],
  });
});

describe('what is noted', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'stages-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
  const place = (half: string) => ({ run: { folder, half }, recipe: { name: 'ghost' }, progress: silent }) as unknown as Workplace;

  test('is each stage of the recipe under test, and none of a dependency', () => {
    const stage = deploy([app]);
    noteStage(place('tests'), stage);
    noteStage(place('dependencies'), stage);
    expect(readLearned(folder, 'stage')).toEqual([{ kind: 'stage', recipe: 'ghost', stage }]);
  });
});
