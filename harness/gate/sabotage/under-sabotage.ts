/** The breaks of a plan upon one deployed app: first all whole and green, then one thing broken at a time, at last the removal. */
import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { Run } from '../../run/run.ts';
import { readRunFacts, writeRunFacts } from '../../run/run-facts.ts';
import type { Recipe } from '../../settings/recipe-schema.ts';
import type { Target } from '../../settings/target.ts';
import { wrapAbra } from './abra-wrapper.ts';
import type { AnyBreak } from './breaks.ts';
import { type Cell, cellsOf, placeOf, subjectsOf } from './matrix.ts';
import { portsOfRecipe } from './ports-of-recipe.ts';
import type { Proof } from './proof-schema.ts';
import { Proxy } from './proxy.ts';
import { Saboteur } from './saboteur.ts';
import { runSuite } from './suite.ts';
import type { ToldTest } from './tell.ts';

export interface Sabotage {
  readonly run: Run;
  readonly recipe: Recipe;
  readonly plan: readonly AnyBreak[];
  readonly progress: Progress;
  readonly interrupted: () => boolean;
}

export interface Found {
  baseline: ToldTest[];
  breaks: Proof['breaks'];
  cells: Cell[];
}

/** @returns undefined when it was interrupted */
export async function underSabotage({ run, recipe, plan, progress, interrupted }: Sabotage): Promise<Found | undefined> {
  const folder = join(run.folder, 'sabotage');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const abra = wrapAbra(folder, run.target);
  const proxy = await Proxy.start({ address: ingressOf(run.target), port: 443 });
  try {
    const ports = await portsOfRecipe(run, recipe, progress);
    await proxy.ports.open(ports);
    await standBetween(run, folder, proxy, abra.command);
    const saboteur = new Saboteur({ run, recipe, proxy, ports, abra, progress });
    const baseline: ToldTest[] = [];
    const breaks: Found['breaks'] = [];
    const cells: Cell[] = [];

    const green = async (what: string, selection: Parameters<typeof runSuite>[2]): Promise<void> => {
      progress.note(what);
      baseline.push(...requireGreen(recipe.name, (await runSuite(run, recipe.name, selection)).tests));
    };
    const under = async (broken: AnyBreak): Promise<void> => {
      const { name, what } = broken;
      if (interrupted()) return;
      const subjects = subjectsOf(broken, baseline);
      if (subjects.length === 0) return void breaks.push({ name, what, seconds: null });
      progress.note(`${name}: ${what}`);
      const begun = performance.now();
      cells.push(...cellsOf(broken, baseline, await saboteur.under(broken, subjects)));
      breaks.push({ name, what, seconds: Math.round((performance.now() - begun) / 100) / 10 });
    };

    await green('nothing broken: every test must be green', { grepInvert: rungsWithout(plan) });
    for (const broken of plan) await under(broken);
    if (interrupted()) return undefined;
    await green('nothing broken: the app is removed', { grep: '@teardown' });
    return { baseline, breaks, cells };
  } finally {
    await proxy.close();
  }
}

/** Guests of the run find the target through its facts; its owner and its reaper keep the real one. */
async function standBetween(run: Run, folder: string, proxy: Proxy, abra: string): Promise<void> {
  const ca = join(folder, 'roots.pem');
  if (run.target.ca === undefined) writeFileSync(ca, '');
  else copyFileSync(run.target.ca, ca);
  appendFileSync(ca, `\n${proxy.root}`);
  const facts = readRunFacts(run.folder);
  await writeRunFacts(run.folder, { ...facts, target: { ...facts.target, address: proxy.address, ca, abra } });
}

function requireGreen(recipe: string, tests: readonly ToldTest[]): readonly ToldTest[] {
  const bad = tests.filter(({ status }) => status !== 'passed' && status !== 'not applicable');
  const [first] = bad;
  if (!first) return tests;
  throw new HarnessError({
    code: 'ERR_PROVE_BASELINE', fault: first.problem?.fault ?? 'harness',
    message: `${bad.length === 1 ? 'A test' : `${bad.length} tests`} of ${recipe} ended ${bad.length === 1 ? '' : 'other than '}${bad.length === 1 ? first.status : 'green'} while nothing was broken: a test that is red already proves nothing.`,
    wayOut: `Make \`npx playwright test --project=${recipe}\` green first.`,
    detail: bad.map(test => `${placeOf(test)}: ${test.problem?.message ?? test.status} [${test.problem?.code ?? ''}]`).join('\n'),
  });
}

/** The app is removed at the very end. Where no break is about a rung, it is left out as well: that is a part of the proof in any case. */
function rungsWithout(plan: readonly AnyBreak[]): string {
  const rungs = (['backup', 'upgrade'] as const).filter(rung => !plan.some(({ kind }) => kind === rung));
  return ['teardown', ...rungs].map(rung => `@${rung}`).join('|');
}

function ingressOf(target: Target): string {
  if (target.address !== undefined) return target.address;
  // TCP is tunnelled to a name as well as to an address; any name of the zone reaches the ingress.
  return `ingress.${target.zone}`;
}
