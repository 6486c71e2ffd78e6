/** `app ls`: the apps of all servers, with `-S` what is deployed of them. */
import { existsSync } from 'node:fs';
import { print } from '../output/log.ts';
import { drawTable } from '../output/table.ts';
import { requireTerminal } from '../output/terminal.ts';
import { releases } from '../recipe/checkout.ts';
import { recipeFolder } from '../recipe/folder.ts';
import { compareReleases, isRelease } from '../recipe/version-order.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { deployedState, stackLabel, type Service } from '../stack/services.ts';
import { allApps, type App } from './find.ts';

export interface ListFlags {
  server?: string;
  recipe?: string;
  status?: boolean;
  machine?: boolean;
}

interface Row {
  server: string;
  recipe: string;
  appName: string;
  domain: string;
  status: string;
  chaos: string;
  chaosVersion: string;
  version: string;
  upgrade: string;
}

export async function listApps(session: Session, flags: ListFlags): Promise<void> {
  if (!flags.machine) requireTerminal();
  const apps = allApps(session.abraDir, flags.server).filter((app) => flags.recipe === undefined || app.recipe === flags.recipe);
  const rows = apps.map(plainRow);
  if (flags.status) await fillStatus(session, apps, rows);
  const servers = Object.groupBy(rows, (row) => row.server);
  if (flags.machine) {
    const entries = Object.entries(servers).map(([server, own = []]) => [server, withCounts(own)]);
    return print(JSON.stringify(Object.fromEntries(entries)));
  }
  const headers = ['RECIPE', 'DOMAIN', 'SERVER', ...(flags.status ? ['STATUS', 'CHAOS', 'VERSION', 'UPGRADE'] : [])];
  const cells = rows.map((row) => [
    row.recipe, row.domain, row.server,
    ...(flags.status ? [row.status, row.chaos, row.version, row.upgrade.split('\n')[0] ?? ''] : []),
  ]);
  print(drawTable(headers, cells));
}

function plainRow({ server, recipe, domain }: App): Row {
  const unknown = 'unknown';
  return { server, recipe, appName: domain, domain, status: unknown, chaos: unknown, chaosVersion: unknown, version: unknown, upgrade: unknown };
}

async function fillStatus(session: Session, apps: readonly App[], rows: readonly Row[]): Promise<void> {
  const byServer = new Map<string, Service[]>();
  for (const server of new Set(apps.map((app) => app.server))) {
    const docker = await Docker.of(server);
    const ids = await docker.lines(['service', 'ls', '--quiet', '--filter', `label=${stackLabel}`]);
    byServer.set(server, await docker.inspect<Service>('service', ids));
  }
  for (const [index, app] of apps.entries()) {
    const row = rows[index];
    if (row === undefined) continue;
    const services = (byServer.get(app.server) ?? []).filter((service) => service.Spec.Labels?.[stackLabel] === app.stack);
    const deployed = deployedState(services, app.stack);
    row.status = deployed.isDeployed ? 'deployed' : 'undeployed';
    if (!deployed.isDeployed) continue;
    row.chaos = String(deployed.isChaos);
    row.chaosVersion = deployed.chaosVersion;
    row.version = deployed.version;
    row.upgrade = await upgradesOf(recipeFolder(session.abraDir, app.recipe), deployed.version);
  }
}

/** Newer releases, newest first, one a line. */
async function upgradesOf(folder: string, version: string): Promise<string> {
  if (!isRelease(version) || !existsSync(folder)) return 'unknown';
  const newer = (await releases(folder)).filter((tag) => compareReleases(tag, version) > 0);
  return newer.length === 0 ? 'latest' : newer.toReversed().join('\n');
}

function withCounts(apps: Row[]): Record<string, unknown> {
  const count = (test: (row: Row) => boolean): number => apps.filter(test).length;
  return {
    apps,
    appCount: apps.length,
    versionCount: count((row) => row.version !== 'unknown'),
    unversionedCount: count((row) => row.version === 'unknown'),
    latestCount: count((row) => row.upgrade === 'latest'),
    upgradeCount: count((row) => row.upgrade !== 'latest' && row.upgrade !== 'unknown'),
  };
}
