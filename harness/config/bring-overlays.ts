/** Before Playwright looks for specs: every overlay of the selected recipes is at hand, is one alone, and may run. Asks no network. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { HarnessError } from '../errors.ts';
import { nearest } from '../settings/nearest.ts';
import { folderOutOfGit, mirrorOverlay } from '../settings/overlay-files.ts';
import {
  approvalOf, broughtFolder, fetchCommand, fetchedOwn, fetchedSource, isFetchedFrom, type OverlaySource, sourceFolder, usersOverlays,
} from '../settings/overlays.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { recipeNames } from '../settings/recipes.ts';
import type { Settings } from '../settings/settings.ts';
import { withoutCredentials } from '../settings/tokens.ts';

export function bringOverlays(settings: Settings, recipes: readonly Recipe[]): void {
  const { root, overlaysFolder, overlays: { source } } = settings;
  if (!isBelow(root, overlaysFolder)) {
    throw mistake('ERR_OVERLAYS_OUTSIDE', `folders.overlays = "${overlaysFolder}" lies outside ${root}, where Playwright does not look for tests.`,
      'Move the overlays below the folder of playwright.config.ts, or name the folder as `folder` under [overlays].');
  }
  requireApprovedKnown(settings);
  if (source) requireSource(settings, source);
  for (const recipe of recipes) {
    requireOne(settings, recipe);
    if (source && !source.git && existsSync(path.join(source.folder, recipe.name))) {
      folderOutOfGit(broughtFolder(settings));
      mirrorOverlay(path.join(source.folder, recipe.name), path.join(sourceFolder(settings), recipe.name));
    }
  }
}

/** A misspelt name would approve nothing, without a word. */
function requireApprovedKnown(settings: Settings): void {
  const known = recipeNames(settings);
  for (const { recipe } of settings.overlays.approved) {
    if (known.includes(recipe)) continue;
    const near = nearest(recipe, known);
    throw mistake('ERR_APPROVED_UNKNOWN', `overlays.approved names "${recipe}", and there is no such recipe here.`,
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Take "${recipe}" out of the list.`);
  }
}

function requireSource(settings: Settings, source: OverlaySource): void {
  const { root } = settings;
  if (source.git) {
    const fetched = fetchedSource(settings);
    if (isFetchedFrom(source, fetched)) return;
    const { ref } = source.git;
    const url = withoutCredentials(source.git.url);
    throw mistake(fetched ? 'ERR_OVERLAYS_STALE' : 'ERR_OVERLAYS_NOT_FETCHED',
      fetched ? `overlays.git asks for ${url} at ${ref}, and what was fetched is ${fetched.git.url} at ${fetched.git.ref}.` : `the overlays of overlays.git = "${url}" at ${ref} have not been fetched.`,
      `Run \`${fetchCommand(settings)}\`.`);
  }
  if (isBelow(root, source.folder)) {
    throw mistake('ERR_OVERLAYS_INSIDE', `overlays.folder = "${source.folder}" lies within this project.`, 'Name it as `overlays` under [folders]; [overlays] is for what lies elsewhere.');
  }
  if (!existsSync(source.folder)) throw mistake('ERR_OVERLAYS_FOLDER', `overlays.folder = "${source.folder}": there is no such folder.`, 'Correct the path.');
}

/** Two overlays of one recipe cannot both say how its data is seeded, and neither is chosen in silence. */
function requireOne(settings: Settings, { name }: Recipe): void {
  const users = usersOverlays(settings, name);
  if (users.length > 1) {
    throw mistake('ERR_OVERLAY_TWICE', `${name} has two overlays: ${users.map(({ shown }) => shown).join(' and ')}.`, 'Remove one of them.');
  }
  if (users.length === 0 && approvalOf(settings, name) !== undefined && fetchedOwn(settings, name) === undefined) {
    throw mistake('ERR_OVERLAY_NOT_FETCHED', `overlays.approved names ${name}, and its own overlay has not been fetched.`, `Run \`${fetchCommand(settings, name)}\`.`);
  }
}

function isBelow(root: string, folder: string): boolean {
  return !path.relative(root, folder).startsWith('..');
}

function mistake(code: string, what: string, wayOut: string): HarnessError {
  return new HarnessError({ code, fault: 'user', message: `harness.toml: ${what}`, wayOut });
}
