/** What deploy, upgrade and rollback have in common: checks, the overview, `docker stack deploy`, the wait. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCompose, deployLabels, type Compose } from '../compose/load.ts';
import { declaredSecrets } from '../compose/secrets.ts';
import { recordVersion } from '../env/write.ts';
import { parseEnv } from '../env/parse.ts';
import { Fatal } from '../fatal.ts';
import { log, print } from '../output/log.ts';
import { confirm } from '../output/terminal.ts';
import { ensureClone, ensureVersion } from '../recipe/checkout.ts';
import { chaosVersion, git } from '../recipe/git.ts';
import { refuseLintErrors } from '../recipe/lint.ts';
import type { Session } from '../session.ts';
import { defaultTimeoutSeconds, noteBefore, waitForConvergence } from '../stack/converge.ts';
import type { Docker } from '../stack/docker.ts';
import { deployStack } from '../stack/deploy.ts';
import { secretsOf } from '../stack/secrets.ts';
import type { Deployed, Service } from '../stack/services.ts';
import { checkDomain } from './domain-check.ts';
import type { App } from './find.ts';

export interface ApplyFlags {
  /** `-c` leaves this false: the command returns as soon as the spec is sent. */
  convergeChecks?: boolean;
  domainChecks?: boolean;
}

export interface Prepared {
  folder: string;
  chaos: boolean;
  /** A tag, a commit's first eight characters, or these with `+U`. */
  version: string;
}

/** Brings the recipe's tree to the version: a chaos deploy takes it as it lies, unchecked. */
export async function prepareVersion(session: Session, app: App, wanted: string | undefined, chaos = false): Promise<Prepared> {
  const folder = await ensureClone(session, app.recipe);
  if (chaos) {
    const version = await chaosVersion(folder);
    log.debug(`app/deploy.ts version: taking chaos version: ${version}`);
    return { folder, chaos: true, version };
  }
  const version = await ensureVersion(session, app.recipe, wanted);
  await refuseLintErrors(session, app.recipe);
  const head = (await git(folder, 'rev-parse', 'HEAD')).trim().slice(0, 8);
  return { folder, chaos: false, version: version ?? head };
}

/** Where the app stands on its server. */
export interface Standing {
  docker: Docker;
  services: Service[];
  deployed: Deployed;
  verb: 'deploy' | 'upgrade' | 'rollback';
}

/** Sends the prepared version to the swarm and records it. */
export async function applyVersion(
  session: Session, app: App, prepared: Prepared, standing: Standing, flags: ApplyFlags,
): Promise<void> {
  const { docker } = standing;
  const compose = loadCompose(app, prepared.folder);
  await refuseMissingSecrets(app, compose, docker);
  warnOfMissingEnv(app, prepared.folder);
  const labels = stackLabels(app, prepared);
  printOverview(app, prepared, standing, compose);
  if (flags.domainChecks !== false) await checkDomain(app.domain, docker);
  else log.warn('skipping domain checks');
  await confirm(session, 'proceed?');

  const before = await noteBefore(docker, standing.services);
  await deployStack(docker, app.stack, compose, { labels, environment: exposedEnv(app, prepared.version) });
  log.info(`initialising deployment of ${app.domain}`);
  if (flags.convergeChecks !== false) {
    await waitForConvergence(docker, app.stack, timeoutOf(app, compose), before);
  } else {
    log.warn('skipping converge logic checks');
  }
  recordVersion(app.path, app.recipe, prepared.version);
}

async function refuseMissingSecrets(app: App, compose: Compose, docker: Docker): Promise<void> {
  const declared = declaredSecrets(app, compose);
  if (declared.length === 0) return;
  const present = new Set(await secretsOf(docker, app.stack));
  const missing = declared.find((secret) => !present.has(secret.fullName));
  if (missing === undefined) return;
  throw new Fatal(missing.generate ? `secret not generated: ${missing.name}` : `secret not inserted (#generate=false): ${missing.name}`);
}

function warnOfMissingEnv(app: App, folder: string): void {
  const path = join(folder, '.env.sample');
  if (!existsSync(path)) return;
  for (const key of Object.keys(parseEnv(readFileSync(path, 'utf8')))) {
    if (!Object.hasOwn(app.env, key)) log.warn(`${key} missing from ${app.domain}.env`);
  }
}

function stackLabels(app: App, prepared: Prepared): Record<string, string> {
  const label = (name: string): string => `coop-cloud.${app.stack}.${name}`;
  const labels = { [label('recipe')]: app.recipe, [label('chaos')]: String(prepared.chaos) };
  // In chaos the version label keeps what the compose file declares.
  if (prepared.chaos) return { ...labels, [label('chaos-version')]: prepared.version };
  return { ...labels, [label('version')]: prepared.version };
}

function exposedEnv(app: App, version: string): Record<string, string> {
  const type = Object.hasOwn(app.env, 'TYPE') ? 'TYPE' : 'RECIPE';
  return { ...app.env, [type]: `${app.recipe}:${version}` };
}

function timeoutOf(app: App, compose: Compose): number {
  const label = Number(deployLabels(compose.merged, 'app')[`coop-cloud.${app.stack}.timeout`]);
  return label > 0 ? label : defaultTimeoutSeconds;
}

function printOverview(app: App, prepared: Prepared, { deployed, verb }: Standing, compose: Compose): void {
  const current = !deployed.isDeployed ? 'N/A' : deployed.isChaos ? `${deployed.version} (chaos ${deployed.chaosVersion})` : deployed.version;
  const rows = {
    DOMAIN: app.domain,
    RECIPE: app.recipe,
    SERVER: app.server,
    CONFIG: compose.files.map((file) => file.slice(prepared.folder.length + 1)).join(', '),
    'CURRENT DEPLOYMENT': current,
    'ENV VERSION': app.version ?? 'N/A',
    'NEW DEPLOYMENT': prepared.version,
  };
  print(`\n${verb.toUpperCase()} OVERVIEW\n`);
  for (const [name, value] of Object.entries(rows)) print(`  ${name.padEnd(20)}${value}`);
  print('');
}
