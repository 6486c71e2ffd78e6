/** Where a recipe's overlay comes from: the project, a place of the user's own, or, once approved, the recipe's own repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../package.ts';
import type { Settings } from './settings.ts';
import type { SettingsFile } from './settings-schema.ts';
import { withoutCredentials } from './tokens.ts';

/** Where a recipe's repository keeps its own overlay. */
export const ownOverlayPath = 'tests/recipe-harness';

/** A recipe whose own overlay may run: at any commit, or at one alone. */
export interface Approval {
  readonly recipe: string;
  readonly commit?: string;
}

/** A place of the user's own, outside the project: a folder, or a git repository at a ref. */
export interface OverlaySource {
  /** Absolute path; with `git`, the folder within the repository. */
  readonly folder: string;
  readonly git?: { readonly url: string; readonly ref: string };
}

export interface OverlaySettings {
  readonly approved: readonly Approval[];
  readonly source: OverlaySource | undefined;
}

/** What `overlays fetch` has brought of a recipe's own repository; no commit names what a working tree with changes (`dirty`) holds. */
const fetchedOwnSchema = z.object({ ref: z.string(), commit: z.string(), dirty: z.boolean() });
export type FetchedOwn = Readonly<z.infer<typeof fetchedOwnSchema>>;

/** What it has brought of the user's own repository; the URL is without name and password. */
const fetchedSourceSchema = z.object({ git: z.object({ url: z.string(), ref: z.string() }), folder: z.string(), commit: z.string() });
export type FetchedSource = Readonly<z.infer<typeof fetchedSourceSchema>>;

export type OverlayPlaces = Pick<Settings, 'root' | 'overlaysFolder' | 'overlays'>;

export function overlaySettings(read: SettingsFile['overlays'], root: string): OverlaySettings {
  const approved = read.approved.map(text => {
    const [recipe = '', commit] = text.split('@');
    return commit === undefined ? { recipe } : { recipe, commit };
  });
  if (read.git !== undefined && read.ref !== undefined) {
    return { approved, source: { folder: read.folder ?? '.', git: { url: /^\.{1,2}\//.test(read.git) ? resolve(root, read.git) : read.git, ref: read.ref } } };
  }
  return { approved, source: read.folder === undefined ? undefined : { folder: resolve(root, read.folder) } };
}

/** The absolute folder of the recipe's overlay, when there is one that may run. One alone: the user's own comes first. */
export function overlayOf(places: OverlayPlaces, recipe: string): string | undefined {
  const users = usersOverlays(places, recipe)[0]?.folder;
  if (users !== undefined) return users;
  const own = ownOverlayFolder(places, recipe);
  return ownMayRun(approvalOf(places, recipe), fetchedOwn(places, recipe)) && existsSync(own) ? own : undefined;
}

/** The overlays for a recipe among what the user has written, each with the place that a person knows. */
export function usersOverlays(places: OverlayPlaces, recipe: string): { folder: string; shown: string }[] {
  const { overlaysFolder, overlays: { source } } = places;
  const inProject = join(overlaysFolder, recipe);
  const found = existsSync(inProject) ? [{ folder: inProject, shown: inProject }] : [];
  if (source === undefined) return found;
  const copy = join(sourceFolder(places), recipe);
  if (source.git) {
    return existsSync(copy) && isFetchedFrom(source, fetchedSource(places)) ? [...found, { folder: copy, shown: `${recipe} in ${withoutCredentials(source.git.url)} at ${source.git.ref}` }] : found;
  }
  const original = join(source.folder, recipe);
  return existsSync(original) ? [...found, { folder: copy, shown: original }] : found;
}

/** Whether an own overlay at this commit is approved; what no commit names meets no pin. */
export function ownMayRun(approval: Approval | undefined, at: { commit: string; dirty: boolean } | undefined): boolean {
  if (approval === undefined || at === undefined) return false;
  return approval.commit === undefined || (approval.commit === at.commit && !at.dirty);
}

export function approvalOf({ overlays }: Pick<Settings, 'overlays'>, recipe: string): Approval | undefined {
  return overlays.approved.find(approval => approval.recipe === recipe);
}

/**
 * Where overlays from elsewhere are laid: Playwright finds tests below the config alone, and Node resolves their imports from
 * there. The name sorts between the generic specs and the teardown, since files run in the order of their paths.
 */
export function broughtFolder({ root }: Pick<Settings, 'root'>): string {
  return join(root, 'recipe-harness.overlays');
}

export function sourceFolder(places: Pick<Settings, 'root' | 'overlays'>): string {
  return join(broughtFolder(places), places.overlays.source?.git ? 'git' : 'folder');
}

export function ownOverlayFolder(places: Pick<Settings, 'root'>, recipe: string): string {
  return join(broughtFolder(places), 'own', recipe);
}

export function ownRecord(places: Pick<Settings, 'root'>, recipe: string): string {
  return `${ownOverlayFolder(places, recipe)}.json`;
}

export function fetchedOwn(places: Pick<Settings, 'root'>, recipe: string): FetchedOwn | undefined {
  return record(ownRecord(places, recipe), fetchedOwnSchema);
}

export function sourceRecord(places: Pick<Settings, 'root'>): string {
  return join(broughtFolder(places), 'git.json');
}

export function fetchedSource(places: Pick<Settings, 'root'>): FetchedSource | undefined {
  return record(sourceRecord(places), fetchedSourceSchema);
}

export function isFetchedFrom({ git, folder }: OverlaySource, fetched: FetchedSource | undefined): boolean {
  return fetched !== undefined && git !== undefined && fetched.git.url === withoutCredentials(git.url) && fetched.git.ref === git.ref && fetched.folder === folder;
}

/** The command that brings overlays, as it is called in this project. */
export function fetchCommand({ root }: Pick<Settings, 'root'>, recipe?: string): string {
  return [root === packageRoot ? 'npm run overlays -- fetch' : 'npx recipe-harness overlays fetch', ...(recipe === undefined ? [] : [recipe])].join(' ');
}

/** Nothing where it was not fetched, or where the record is not whole. */
function record<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
