/** The level at the end of a real `playwright test`: told, written down with badge and history, and without any say in how the run ends. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InlineProject, overlay, recipe } from './inline-project.ts';

const steps = `test('posts', async () => {
  await test.step('publish', async () => { await test.step('POST /posts', () => {}); });
  expect(test.info().title).toBe('posts');
});
test('reads', () => {});`;

describe('a whole run', () => {
  test('tells the level and what holds it, and leaves badge, history, steps, build and declarations', async () => {
    using project = new InlineProject({
      ...overlay(steps),
      'recipes/ghost.toml': recipe('[[declared]]\nrung = "browser"\nblocker = "needs a camera"\ncovered_by = "posts"\ndecided_by = "ada"\ndecided_on = "2026-01-02"\n'),
      'PARITY/ghost.md': '| check | origin | here |\n|---|---|---|\n| posts | x | `overlays/ghost/functional/own.spec.ts` › posts |\n| mail | x | not here: it sends none |\n',
      'results/ghost/badge.json': '{"message":"level 7"}', 'results/ghost/badge.svg': 'level 7',
    });
    const { code, output } = await project.playwright([], { env: {
      WOODPECKER: '', DRONE: 'true', CI: 'drone', DRONE_REPO: 'coop/ghost', DRONE_COMMIT: 'a'.repeat(40), DRONE_COMMIT_SHA: 'a'.repeat(40), DRONE_BRANCH: 'main', DRONE_BUILD_EVENT: 'push', DRONE_BUILD_LINK: 'https://ci.example/1',
    } });
    expect(code, output).toBe(0);
    expect(output).toContain('  level 4 of 7: does what it is for, before witnesses; held by browser: needs a camera\n');
    const results = project.results();
    expect(results).toMatchObject({
      level: { level: 4, heldBy: { rung: 'browser', reason: 'needs a camera' } },
      declared: [{ rung: 'browser', blocker: 'needs a camera', coveredBy: 'posts', decidedBy: 'ada', decidedOn: '2026-01-02' }],
      parity: { checks: 2, here: 1 }, build: { service: 'drone', repository: 'coop/ghost', commit: 'a'.repeat(40) },
      secretSearch: { found: [] },
    });
    expect(results.level?.rungs.at(-1)).toEqual({ name: 'proof', status: 'unverified', reason: 'never broken on purpose' });
    expect(results.tests.find(({ title }) => title === 'posts')?.steps).toMatchObject([{ title: 'publish', depth: 0 }, { title: 'POST /posts', depth: 1 }]);
    expect(project.json('results/ghost/badge.json')).toMatchObject({ message: 'level 4' });
    expect(project.read('results/ghost/badge.svg')).toContain('level 4');
    const [kept = '', ...more] = readdirSync(project.path('results/ghost/history'));
    expect(more).toEqual([]);
    expect(project.json(`results/ghost/history/${kept}`)).toEqual(project.json('results/ghost/results.json'));

    const narrowed = await project.playwright(['-g', 'posts']);
    expect(narrowed.code, narrowed.output).toBe(0);
    expect(narrowed.output).not.toMatch(/level \d of 7/);
    expect(project.results('partial')).toMatchObject({ level: null, levelUnknown: 'the run was narrowed' });
    expect(project.json('results/ghost/badge.json'), 'what a narrowed run says replaces nothing').toMatchObject({ message: 'level 4' });
    expect(readdirSync(project.path('results/ghost/history'))).toEqual([kept]);
  });

  test('whose level cannot be told is green all the same, has no level, and no badge of a better day', async () => {
    using project = new InlineProject({ ...overlay(steps), 'results/ghost/badge.json': '{"message":"level 7"}' });
    project.write('harness/report/level/judge-rungs.ts', "export function judgeRungs(): never { throw new Error('torn'); }\n");
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(0);
    expect(output).toContain('ghost  GREEN: 6 passed\n  no level: it could not be told: Error: torn\n');
    expect(project.results()).toMatchObject({ verdict: 'green', level: null, levelUnknown: 'it could not be told: Error: torn' });
    expect(project.json('results/ghost/badge.json')).toMatchObject({ message: 'unknown' });
  });

  test('whose badge cannot be written says that its results could not be, and leaves no old one', async () => {
    using project = new InlineProject({ ...overlay(steps), 'results/ghost/badge.json': '{"message":"level 7"}', 'results/ghost/badge.svg.new/x': '' });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(3);
    expect(output).toContain('[ERR_RESULTS_NOT_WRITTEN]');
    expect(existsSync(project.path('results/ghost/badge.json'))).toBe(false);
  });
});
