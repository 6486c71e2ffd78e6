/** Results as a whole green run leaves them, for tests of what reads results; each takes what it is about. */
import { rungNames } from '../../../harness/report/level/rungs.ts';
import type { Results } from '../../../harness/report/results-schema.ts';

export type Test = Results['tests'][number];

export function sampleTest(title: string, more: Partial<Test> = {}): Test {
  return {
    title, file: 'overlays/ghost/functional/posts.spec.ts', tags: ['@functional'], status: 'passed', durationMs: 1_840,
    steps: [{ title: 'publish a post', durationMs: 900, depth: 0 }, { title: 'POST /ghost/api/admin/posts', durationMs: 310, depth: 1 }],
    evidence: { state: 2, status: 0, constant: 0, assertions: [{ line: 12, matcher: 'toEqual', class: 'state' }, { line: 14, matcher: 'toContain', class: 'state' }] },
    ...more,
  };
}

export function sampleResults(more: Partial<Results> = {}): Results {
  return {
    schema: 2,
    recipe: 'ghost',
    run: '4f09ab',
    level: { level: 7, rungs: rungNames.map(name => ({ name, status: 'pass', reason: '' })), heldBy: null },
    picture: null,
    verdict: 'green',
    fault: null,
    exitCode: 0,
    partial: false,
    genericOnly: false,
    narrowedBy: [],
    underTest: { ref: 'main', commit: '0123456789abcdef0123456789abcdef01234567', version: '1.2.0+6.43.1', dirty: false, base: '1.1.0+6.42.0', dependencies: {} },
    build: null,
    cold: true,
    startedAt: '2026-11-20T09:30:00.000Z',
    durationMs: 95_000,
    versions: { harness: '0.1.0', playwright: '1.65.0', node: '24.21.0', abra: '0.13.0-beta', engine: '20.10.24' },
    stages: [{
      stage: 'install', version: '0123456789abcdef0123456789abcdef01234567', durationMs: 14_200,
      waits: { pull: 1_000, schedule: 1_200, start: 900, health: 1_000, app: 10_000, ingress: 100 },
      services: [{ service: 'app', scheduled: 1_200, started: 2_100, settled: 13_100 }],
    }],
    memory: { peak: 320_000_000, services: { app: 320_000_000 } },
    disk: { services: { app: { image: 900_000_000, volumes: 12_000_000 } } },
    tests: [
      sampleTest('answers its users', { file: 'generic/1-install.spec.ts', tags: ['@install'] }),
      sampleTest('a restore brings back what was wiped', { file: 'generic/2-backup.spec.ts', tags: ['@backup'] }),
      sampleTest('upgrades from the previous release with its data', { file: 'generic/3-upgrade.spec.ts', tags: ['@upgrade'] }),
      sampleTest('a published post reaches anonymous readers'),
      sampleTest('a draft is invisible until it is published'),
      sampleTest('an editor writes and publishes, and a visitor reads it', { file: 'overlays/ghost/browser/editor.spec.ts', tags: ['@browser'] }),
      sampleTest('is removed without a trace', { file: 'teardown/teardown.spec.ts', tags: ['@teardown'] }),
    ],
    lint: { suppressions: [], recipe: [], overlay: [] },
    declared: [],
    parity: { checks: 6, here: 6 },
    leftovers: [],
    secretSearch: { secrets: 12, masked: 3, found: [] },
    problems: [],
    notRun: [],
    proof: { date: '2026-11-19T20:00:00.000Z', commit: '0123456789abcdef0123456789abcdef01234567', killed: 21, total: 21, stale: false },
    verdicts: [],
    ...more,
  };
}
