/** `app upgrade` and `app rollback`: another release over the deployed one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fatal } from '../fatal.ts';
import { log, print } from '../output/log.ts';
import { choose, confirm } from '../output/terminal.ts';
import { ensureVersion, releases } from '../recipe/checkout.ts';
import { recipeFolder } from '../recipe/folder.ts';
import { compareReleases, isRelease } from '../recipe/version-order.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { deployedState, servicesOf } from '../stack/services.ts';
import { applyVersion, prepareVersion, type ApplyFlags } from './apply.ts';
import { findApp } from './find.ts';

type Direction = 'upgrade' | 'rollback';

export interface MoveFlags extends ApplyFlags {
  force?: boolean;
}

export async function moveVersion(
  session: Session, domain: string, version: string | undefined, flags: MoveFlags, direction: Direction,
): Promise<void> {
  const app = findApp(session.abraDir, domain);
  await ensureVersion(session, app.recipe, app.version);
  const docker = await Docker.of(app.server);
  const services = await servicesOf(docker, app.stack);
  const deployed = deployedState(services, app.stack);
  if (!deployed.isDeployed) throw new Fatal(`${app.domain} is not deployed?`);
  if (deployed.isChaos) log.warn(`${app.domain} runs chaos version ${deployed.chaosVersion}`);

  const folder = recipeFolder(session.abraDir, app.recipe);
  const all = await releases(folder);
  const beyond = all.filter((tag) => isBeyond(tag, deployed.version, direction));
  const offered = direction === 'upgrade' ? beyond.toReversed() : beyond.reverse();
  const chosen = version ?? (await pick(session, flags, offered, deployed.version, direction));
  if (chosen === undefined) return;
  refuseWrongWay(all, chosen, deployed.version, flags, direction);

  const prepared = await prepareVersion(session, app, chosen);
  if (direction === 'upgrade') await showNotes(session, folder, beyond.filter((tag) => compareReleases(tag, chosen) <= 0));
  await applyVersion(session, app, prepared, { docker, services, deployed, verb: direction }, flags);
}

function isBeyond(tag: string, deployed: string, direction: Direction): boolean {
  if (!isRelease(deployed)) return true;
  const order = compareReleases(tag, deployed);
  return direction === 'upgrade' ? order > 0 : order < 0;
}

async function pick(
  session: Session, flags: MoveFlags, offered: readonly string[], deployed: string, direction: Direction,
): Promise<string | undefined> {
  if (offered.length === 0) {
    if (flags.force && isRelease(deployed)) return deployed;
    log.info(direction === 'upgrade' ? `no available upgrades, you're on latest (${deployed}) already!` : 'no available downgrades, you\'re on the oldest already!');
    return undefined;
  }
  return choose(session, `Please select version to ${direction} to`, offered);
}

function refuseWrongWay(all: readonly string[], chosen: string, deployed: string, flags: MoveFlags, direction: Direction): void {
  if (!all.includes(chosen)) throw new Fatal(`${chosen} is not a version of this recipe`);
  if (flags.force || isBeyond(chosen, deployed, direction)) return;
  throw new Fatal(`${deployed} is deployed: ${chosen} is no ${direction}`);
}

/** Plain text in `release/<tag>` is shown when a deploy crosses that version. */
async function showNotes(session: Session, folder: string, crossed: readonly string[]): Promise<void> {
  const notes = crossed.map((tag) => [tag, join(folder, 'release', tag)] as const).filter(([, path]) => existsSync(path));
  if (notes.length === 0) return;
  for (const [tag, path] of notes) print(`\n${tag} RELEASE NOTES\n\n${readFileSync(path, 'utf8').trimEnd()}\n`);
  await confirm(session, 'have you read the release notes?');
}
