/** Installs an app from nothing: the head under test, or the previous release. */
import { requireCleanTree } from '../recipe/clean-tree.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import type { Release } from '../recipe/release.ts';
import type { StageName } from '../run/learned.ts';
import type { Chain, Identity } from '../run/records.ts';
import type { IdentityExpectation } from '../swarm/identity.ts';
import { ConvergenceError } from '../swarm/errors.ts';
import { leftovers } from '../swarm/leftovers.ts';
import { writeInstallEnv } from './app-env.ts';
import { makeSecrets } from './app-secrets.ts';
import { untilConverged } from './convergence.ts';
import { nameTaken } from './errors.ts';
import { bringImages } from './images.ts';
import { requirePortsFree } from './ports.ts';
import { requireProvided } from './provided.ts';
import { lintHead } from './recipe-lint.ts';
import { noteStage, stageOfDeploy } from './stages.ts';
import { newestRelease, requirePrevious, type Version } from './versions.ts';
import { readEnv, type Workplace } from './workplace.ts';

/** The caller has written the intent; what fails half-way is undone by whoever reads it. */
export async function install(place: Workplace, chain: Chain): Promise<Identity> {
  const { run, recipe, names, progress } = place;
  const version = await versionOf(place, chain);
  await requireFree(place);
  await moveTo(place, version);
  await requireProvided(recipe, names, place.checkout);
  if (isPlain(version)) await requireCleanTree(place.checkout.folder, version.tag);
  await run.abra().app.new(recipe.name, {
    domain: names.domain, server: run.target.server,
    ...(isPlain(version) ? { version: version.tag } : { chaos: true }),
  }, progress);
  // `app new` moves the tree where it is told a version, and stays where it is told chaos; both are looked after again here.
  await moveTo(place, version);
  const env = readEnv(place);
  writeInstallEnv(env, recipe, names);
  env.write();
  await makeSecrets(place, env);
  return deploy(place, version, env, chain === 'upgrade' ? 'previous release' : 'install');
}

/** Brings the images, sends the stack as it lies, and waits until it is up. */
export async function deploy(place: Workplace, version: Version, env: EnvFile, stage: StageName): Promise<Identity> {
  const { run, names, progress, engine, checkout } = place;
  await requirePortsFree(place, env);
  const services = checkout.serviceNames(env);
  const begun = engine.now();
  await bringImages(place, env);
  const since = engine.now();
  await run.abra().app.deploy(names.domain, isPlain(version) ? { version: version.tag } : { chaos: true }, progress);
  const identity = identityOf(place, version);
  // Beside the wait, and over before anything else may be checked out.
  const failed = new AbortController();
  const linted = version === 'head' ? lintHead(place, failed.signal) : undefined;
  const converged = await untilConverged(place, { identity, services, since }).catch(async (error: unknown) => {
    failed.abort();
    await linted;
    // Another app may have taken a port after it was looked at; swarm merely says that no node is left.
    if (error instanceof ConvergenceError && error.code === 'ERR_NO_SUITABLE_NODE') await requirePortsFree(place, env);
    throw error;
  });
  await linted;
  noteStage(place, stageOfDeploy({ stage, identity, pull: since - begun, converged }));
  return identity;
}

/** What is installed from nothing: a dependency is taken as its users have it, a recipe without a release as it lies. */
async function versionOf(place: Workplace, chain: Chain): Promise<Version> {
  if (chain === 'upgrade') return requirePrevious(place);
  return chain === 'dependency' ? await newestRelease(place.checkout) ?? 'head' : 'head';
}

export async function moveTo({ checkout }: Workplace, version: Version): Promise<void> {
  if (version === 'head') await checkout.checkoutHead();
  else await checkout.checkoutRelease(version.tag);
}

/** A release deploys plainly; a lightweight tag fails abra's lint, so that only chaos can deploy it. */
function isPlain(version: Version): version is Release & { annotated: true } {
  return version !== 'head' && version.annotated;
}

function identityOf({ checkout }: Workplace, version: Version): IdentityExpectation {
  if (version === 'head') return { commit: checkout.head.commit };
  return isPlain(version) ? { version: version.tag } : { commit: version.commit };
}

async function requireFree({ engine, names }: Workplace): Promise<void> {
  const found = await leftovers(engine, names.stack);
  if (found.length > 0) throw nameTaken(names.domain, found);
}
