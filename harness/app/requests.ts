/** What tests ask for: an app in a state. The run's ledger answers with the one that is there, or a new one is made. */
import { randomBytes } from 'node:crypto';
import { acquireLock, appLock, type Lock } from '../run/lock.ts';
import { type AppRecord, liveApps } from '../run/ledger-view.ts';
import type { Chain } from '../run/records.ts';
import type { Run } from '../run/run.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import type { IdentityExpectation } from '../swarm/identity.ts';
import { type Actor, perform } from './act.ts';
import { attach, isStillThere } from './attach.ts';
import { untilConverged } from './convergence.ts';
import { leaseLost, UnverifiedError } from './errors.ts';
import { install } from './install.ts';
import type { InstalledApp } from './installed-app.ts';
import { redeploy } from './redeploy.ts';
import { noteStage, stageOfRestore } from './stages.ts';
import { tearDown } from './teardown.ts';
import { upgrade } from './upgrade.ts';
import { previousRelease } from './versions.ts';
import { checkoutOf, type Context, namesOf, type Workplace, workplaceOf } from './workplace.ts';

export type { Context };

/**
 * `fresh`: the head installed from nothing. `base`: the previous release installed from nothing. `head`: any healthy head.
 * `dependency`: the newest release, for others to use.
 */
export type Want = 'fresh' | 'base' | 'head' | 'dependency';

/** An install of a large app may be under way in another process of the run. */
const waitForOthersMs = 30 * 60_000;

/**
 * The recipe's app in the state that is wanted: the running one where the ledger has it, else a new one. First removes the
 * app of another recipe from the same slot. Throws UnverifiedError when the install has failed before in this run.
 */
export async function requestApp(run: Run, recipe: Recipe, want: Want, context: Context): Promise<InstalledApp> {
  await using _lock = await lockApp(run, namesOf(run, recipe).domain, `bring up ${recipe.name}`, context);
  const { ledger, settings } = run;
  const view = ledger.view();
  if (view.leaseLost !== undefined) throw leaseLost(view.leaseLost);
  const chain = chainOf(want);
  const place = await workplaceOf(run, recipe, context);
  const live = view.apps.get(place.names.domain);
  if (live && suits(live, want, place) && await isStillThere(place, live)) return await attach(place, live);
  const verdict = view.verdictOn(recipe.name, chain, 'install');
  if (verdict) throw new UnverifiedError(`install ${recipe.name}`, verdict);
  const inTheWay = liveApps(view).filter(app => app.domain === place.names.domain || (chain !== 'dependency' && app.chain !== 'dependency' && app.slot === context.slot && !settings.keep));
  for (const app of inTheWay) await makeWay(run, app, place);
  return await act(place, { act: 'install', chain, instance: randomBytes(4).toString('hex') }, () =>
    place.progress.step(`install ${recipe.name}`, () => install(place, chain)));
}

/** Deploys the head under test over the running release. */
export async function upgradeToHead(run: Run, app: InstalledApp, context: Context): Promise<InstalledApp> {
  await using _lock = await lockApp(run, app.domain, `upgrade ${app.recipe.name}`, context);
  const verdict = run.ledger.view().verdictOn(app.recipe.name, app.chain, 'upgrade');
  if (verdict) throw new UnverifiedError(`upgrade ${app.recipe.name}`, verdict);
  const place = await workplaceOf(run, app.recipe, context);
  return await act(place, { act: 'upgrade', chain: app.chain, instance: app.instance }, () =>
    place.progress.step(`upgrade ${app.recipe.name}`, () => upgrade(place)));
}

/** The disaster: stack and volumes removed, .env and secrets kept, the same version deployed again. */
export async function redeployFromNothing(run: Run, app: InstalledApp, context: Context): Promise<InstalledApp> {
  await using _lock = await lockApp(run, app.domain, `redeploy ${app.recipe.name}`, context);
  const place = await workplaceOf(run, app.recipe, context);
  const record = requireRecord(run, app.domain);
  return await act(place, { act: 'redeploy', chain: app.chain, instance: app.instance }, () =>
    place.progress.step(`redeploy ${app.recipe.name} without its volumes`, () => redeploy(place, record)));
}

/** The dependency as it runs, where this run has a healthy one; nothing is deployed. */
export async function liveDependency(run: Run, recipe: Recipe, context: Context): Promise<InstalledApp | undefined> {
  const live = run.ledger.view().apps.get(namesOf(run, recipe).domain);
  if (live?.state !== 'healthy' || live.chain !== 'dependency') return undefined;
  const place = await workplaceOf(run, recipe, context);
  return await isStillThere(place, live) ? attach(place, live) : undefined;
}

/** The version under test as it runs, where this run has a healthy one; nothing is deployed. */
export async function liveHead(run: Run, recipe: Recipe, context: Context): Promise<InstalledApp | undefined> {
  const live = run.ledger.view().apps.get(namesOf(run, recipe).domain);
  if (live === undefined) return undefined;
  const place = await workplaceOf(run, recipe, context);
  return suits(live, 'head', place) && await isStillThere(place, live) ? attach(place, live) : undefined;
}

/** Waits until the app is settled and answers again, after a backup's hooks have moved its services. */
export async function settleApp(run: Run, app: InstalledApp, context: Context): Promise<void> {
  await untilConverged(await workplaceOf(run, app.recipe, context), { identity: expected(app) });
}

/** Restores exactly this snapshot, and waits until the app is settled and answers again. */
export async function restoreApp(run: Run, app: InstalledApp, snapshot: string, context: Context): Promise<void> {
  const place = await workplaceOf(run, app.recipe, context);
  const begun = place.engine.now();
  await run.abra().app.restore(app.domain, { snapshot }, place.progress);
  const restoring = place.engine.now() - begun;
  const converged = await untilConverged(place, { identity: expected(app) });
  noteStage(place, stageOfRestore({ identity: app.identity, restoring, converged }));
}

function expected({ identity: { commit, version } }: InstalledApp): IdentityExpectation {
  return commit === undefined ? { version: version ?? '' } : { commit };
}

/** Says that an app is no longer what a test may build upon; the next request makes a new one. */
export async function markUnfit(run: Run, app: InstalledApp, why: string): Promise<void> {
  run.ledger.append({ kind: 'unfit', domain: app.domain, why: run.secrets.mask(why) });
}

/** Removes the recipe's app of this run and proves that nothing of it is left; LeftoversError names each thing that is. */
export async function teardownApp(run: Run, recipe: string, context: Context): Promise<void> {
  const apps = [...run.ledger.view().apps.values()].filter(app => app.recipe === recipe && app.chain !== 'dependency' && (app.state !== 'gone' || app.backedUp));
  for (const app of apps) {
    await using _lock = await lockApp(run, app.domain, `remove ${recipe}`, context);
    await tearDown(run, app, context.progress);
  }
}

/** The release that the head is upgraded from, and why that one; undefined where there is no earlier release. */
export async function previousReleaseOf(run: Run, recipe: Recipe, { progress }: Context): Promise<{ tag: string; reason: string } | undefined> {
  const found = await previousRelease(run, recipe, await checkoutOf(run, recipe, progress));
  return found && { tag: found.release.tag, reason: found.reason };
}

function chainOf(want: Want): Chain {
  if (want === 'dependency') return want;
  return want === 'base' ? 'upgrade' : 'fresh';
}

function suits(app: AppRecord, want: Want, { checkout }: Workplace): boolean {
  if (app.state !== 'healthy') return false;
  if (want === 'dependency') return app.chain === want;
  if (want === 'base') return app.chain === 'upgrade' && !app.atHead;
  // A kept app may be of an earlier commit than the one under test now.
  const isHead = app.atHead && app.identity?.commit === checkout.head.commit;
  return isHead && (want === 'head' || app.chain === 'fresh');
}

/** Removes what stands where a new app is wanted; the app's own lock is held already. */
async function makeWay(run: Run, app: AppRecord, place: Workplace): Promise<void> {
  const { progress, recipe, names } = place;
  const why = app.domain !== names.domain ? `${recipe.name} takes its slot`
    : app.state === 'healthy' ? 'another version of it is wanted'
      : `it is ${app.state}${app.why === undefined ? '' : `: ${app.why}`}`;
  progress.note(`removing ${app.recipe}, since ${why}`);
  if (app.domain === names.domain) return tearDown(run, app, progress);
  await using _lock = await lockApp(run, app.domain, `remove ${app.recipe}`, place);
  await tearDown(run, app, progress);
}

async function act(place: Workplace, actor: Actor, body: Parameters<typeof perform>[2]): Promise<InstalledApp> {
  await perform(place, actor, body);
  return attach(place, requireRecord(place.run, place.names.domain));
}

function lockApp(run: Run, domain: string, what: string, { progress }: Pick<Context, 'progress'>): Promise<Lock> {
  return acquireLock(appLock(run.settings.stateFolder, domain), {
    what, waitMs: waitForOthersMs,
    onWait: holder => progress.note(`waiting for process ${holder.pid}: ${holder.what}`),
  });
}

function requireRecord(run: Run, domain: string): AppRecord {
  const record = run.ledger.view().apps.get(domain);
  if (record) return record;
  throw new Error(`the ledger of run ${run.id} has no ${domain}`);
}
