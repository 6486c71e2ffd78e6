/** A folder of results as a co-op's months leave it: recipes that climb and fall, flakes, failures, narrowed runs. The same each time for one seed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { levelOf } from '../../../harness/report/level/level.ts';
import { rungNames, type Rung } from '../../../harness/report/level/rungs.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest, type Test } from '../report/sample-results.ts';

export interface Many {
  readonly recipes: readonly string[];
  readonly runs: number;
  /** When the newest of them began, at most. */
  readonly now: Date;
  readonly seed?: number;
  readonly pictures?: boolean;
}

export const thirtyRecipes: readonly string[] = [
  'authentik', 'bluesky-pds', 'custom-html', 'ghost', 'keycloak', 'kinto', 'matrix-synapse', 'mumble', 'n8n', 'plc', 'whoami-oidc',
  'calendar', 'chat', 'cinema', 'docs', 'feeds', 'files', 'forum', 'gallery', 'git', 'hedge', 'lists', 'mail', 'maps', 'notes', 'photos', 'polls', 'radio', 'vault', 'wiki',
];

const day = 86_400_000;

export function writeManyResults(folder: string, { recipes, runs, now, seed = 1, pictures = false }: Many): void {
  for (const [number, recipe] of recipes.entries()) {
    const random = randomFrom(seed * 1_000 + number);
    const history = join(folder, recipe, 'history');
    mkdirSync(history, { recursive: true });
    // Some have not been looked at for a while.
    const newest = now.getTime() - Math.floor(random() * (number % 7 === 6 ? 40 : 3) * day);
    let reached = Math.floor(random() * 3);
    let commit = commitOf(random);
    for (let run = 0; run < runs; run += 1) {
      if (random() < 0.25) {
        commit = commitOf(random);
        reached = Math.max(0, Math.min(7, reached + (random() < 0.62 ? 1 : -1)));
      }
      const startedAt = new Date(newest - (runs - 1 - run) * (0.6 + random() / 3) * day).toISOString();
      const partial = run < runs - 1 && random() < 0.05;
      const results = oneRun({ recipe, commit, reached, startedAt, partial, picture: pictures, random });
      const text = JSON.stringify(results);
      writeFileSync(join(history, `${startedAt.replaceAll(':', '-')}-${String(results.run)}.json`), text);
      if (run === runs - 1) writeFileSync(join(folder, recipe, 'results.json'), text);
    }
    if (pictures) writeFileSync(join(folder, recipe, 'picture.png'), picture(number));
  }
}

interface One { recipe: string; commit: string; reached: number; startedAt: string; partial: boolean; picture: boolean; random: () => number }

function oneRun({ recipe, commit, reached, startedAt, partial, picture, random }: One): Results {
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least));
  const flaky = random() < 0.06;
  const failing = reached < 4 ? reached : undefined;
  const tests = testTitles.map(([tag, title], place): Test => {
    const rung = rungNames.findIndex(name => tag === name);
    const base = sampleTest(title, {
      file: `overlays/${recipe}/${tag}/${tag}.spec.ts`, tags: [`@${tag}`], durationMs: between(300, 9_000), steps: stepsOf(title, between),
      evidence: { state: between(1, 4), status: between(0, 1), constant: 0, assertions: Array.from({ length: between(2, 6) }, (_, line) => ({ line: 10 + line * 4, matcher: line % 2 ? 'toContain' : 'toEqual', class: 'state' as const })) },
    });
    if (rung === failing && place % 3 === 0) return { ...base, status: 'failed', problem: { code: 'ERR_CONVERGE_TIMEOUT', fault: 'recipe', message: `Service db of ${recipe} was not healthy within 60 s: its health check says "connection refused".`, wayOut: 'Read its log below; the health check asks port 3306, and it listens on 3307.' } };
    if (flaky && place === 9) return { ...base, flaky: true, status: 'failed', problem: { code: 'ERR_FLAKY', fault: 'recipe', message: 'It failed, and passed when it was tried again.', wayOut: 'Wait for the state that it needs, not for a time.' } };
    return base;
  });
  const rungs = rungNames.map((name, place): Rung => name === 'functional' && flaky && reached > 3 ? { name, status: 'fail', reason: 'a published page reaches anonymous readers: it failed, and passed when it was tried again' } : place < reached ? { name, status: 'pass', reason: '' }
    : place === reached && failing !== undefined ? { name, status: 'fail', reason: `${testTitles.find(([tag]) => tag === name)?.[1] ?? name}: service db was not healthy within 60 s` }
      : place === 4 ? { name, status: 'structural', reason: "no page of it is at the app's core" }
        : { name, status: 'unverified', reason: place === 6 ? 'never broken on purpose' : place === 5 ? 'abra recipe lint was not asked' : 'no test of it ran' });
  const red = tests.some(test => test.status === 'failed');
  const waits = { pull: between(200, 8_000), schedule: between(300, 1_500), start: between(300, 2_000), health: between(500, 5_000), app: between(1_000, 20_000), ingress: between(40, 400) };
  const services = recipe.length % 2 ? ['app'] : ['app', 'db', 'cache'];
  return sampleResults({
    recipe, startedAt, partial, narrowedBy: partial ? ['--grep @functional'] : [], run: commitOf(random).slice(0, 6), picture: picture ? 'picture.png' : null,
    level: partial ? null : levelOf(rungs) as Results['level'], verdict: red ? 'red' : 'green', fault: red ? 'recipe' : null, exitCode: red ? 1 : 0,
    durationMs: between(40_000, 400_000), tests, cold: random() < 0.8,
    underTest: { ref: 'main', commit, version: `1.${reached}.0+${between(2, 9)}.${between(0, 30)}.1`, dirty: false, base: '1.0.0+2.1.0', dependencies: {} },
    build: { service: 'drone', repository: `recipes/${recipe}`, pullRequest: between(1, 90), branch: 'main', base: 'main', commit, link: `https://ci.example.org/recipes/${recipe}/${between(1, 900)}` },
    stages: (['install', 'previous release', 'upgrade', 'restore'] as const).map(stage => ({ stage, version: commit, durationMs: Object.values(waits).reduce((sum, ms) => sum + ms, 0), waits, services: [] })),
    memory: { peak: between(60, 900) * 1e6, services: Object.fromEntries(services.map(name => [name, between(20, 600) * 1e6])) },
    disk: { services: Object.fromEntries(services.map(name => [name, { image: between(80, 900) * 1e6, volumes: between(0, 90) * 1e6 }])) },
    proof: reached < 7 ? null : { date: startedAt, commit, killed: 21, total: 21, stale: false },
  });
}

const testTitles: readonly (readonly [tag: string, title: string])[] = [
  ['install', 'answers its users'], ['install', 'comes back after all its tasks were killed'], ['install', 'has no default password'],
  ['upgrade', 'upgrades from the previous release with its data'], ['upgrade', 'keeps its secrets'], ['upgrade', 'is on the version under test'],
  ['backup', 'a restore brings back what was wiped'], ['backup', 'a disaster is survived'], ['backup', 'a second backup holds the newer state'],
  ['functional', 'a published page reaches anonymous readers'], ['functional', 'a draft is invisible until it is published'], ['functional', 'a deleted page is gone for all'],
  ['functional', 'an upload comes back byte for byte'], ['functional', 'search finds what was written'], ['functional', 'a reader may not write'],
  ['browser', 'an editor writes and publishes, and a visitor reads it'], ['browser', 'a login lasts over a reload'],
  ['sso', 'somebody known to the provider gets in'], ['sso', 'somebody unknown does not'], ['teardown', 'is removed without a trace'],
];

function stepsOf(title: string, between: (least: number, most: number) => number): Test['steps'] {
  return Array.from({ length: between(3, 9) }, (_, number) => ({
    title: number % 3 === 0 ? `${title}: part ${number / 3 + 1}` : number % 3 === 1 ? 'POST /api/v1/pages' : 'GET /pages/the-first-of-many', durationMs: between(4, 900), depth: number % 3 === 0 ? 0 : 1,
  }));
}

/** A page as apps have them, in a colour of its own. */
function picture(number: number): Buffer {
  const png = new PNG({ width: 320, height: 200 });
  for (let place = 0; place < 320 * 200; place += 1) {
    const [x, y] = [place % 320, Math.floor(place / 320)];
    const ink = y < 28 ? [40 + number * 7 % 150, 70 + number * 13 % 90, 120 + number * 29 % 90] : x > 30 && x < 220 + number % 5 * 12 && y % 22 < 9 && y > 50 ? [196, 202, 210] : [250, 250, 248];
    png.data.set([...ink, 255], place * 4);
  }
  return PNG.sync.write(png);
}

function commitOf(random: () => number): string {
  return Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** mulberry32: small, and good enough for made-up results. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}
