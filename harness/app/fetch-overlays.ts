/** Brings overlays from elsewhere into the project's tree, at a commit that is written down: the one step for which a network is asked. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { RecipeCheckout } from '../recipe/checkout.ts';
import { git } from '../recipe/git.ts';
import { resolveRef } from '../recipe/under-test.ts';
import { folderOutOfGit, mirrorOverlay, overlayFilesIn } from '../settings/overlay-files.ts';
import {
  approvalOf, broughtFolder, type FetchedOwn, type FetchedSource, ownMayRun, ownOverlayFolder, ownOverlayPath, ownRecord, type OverlaySource, sourceFolder, sourceRecord,
} from '../settings/overlays.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { loadRecipe, type Settings } from '../settings/settings.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { fetchingAbra } from './fetching-abra.ts';

/**
 * Fetches what harness.toml names: the user's own repository, and the own overlays of approved recipes.
 *
 * @param names only the own overlays of these recipes
 * @returns how many sources were asked
 */
export async function fetchOverlays(settings: Settings, names: readonly string[], progress: Progress): Promise<number> {
  const { source, approved } = settings.overlays;
  const git = names.length === 0 ? source?.git : undefined;
  if (source && git) await fetchSource(settings, { ...source, git }, progress);
  const chosen = (names.length > 0 ? names : approved.map(({ recipe }) => recipe)).map(name => loadRecipe(settings, name));
  for (const recipe of chosen) await fetchOwn(settings, recipe, progress);
  return chosen.length + (git ? 1 : 0);
}

/** Clones the user's own repository of overlays and lays what it holds into the tree. */
async function fetchSource(settings: Settings, source: OverlaySource & { git: NonNullable<OverlaySource['git']> }, progress: Progress): Promise<void> {
  const { url, ref } = source.git;
  await withFolder(async scratch => {
    const clone = join(scratch, 'clone');
    const shown = withoutCredentials(url);
    await progress.step(`clone ${shown}`, () => git(scratch, ['clone', '--quiet', '--no-checkout', '--', url, clone], `Cloning ${shown}`));
    const { commit } = await resolveRef(clone, ref, `The repository ${shown}`);
    await git(clone, ['checkout', '--quiet', '--force', '--detach', commit], `Checking out ${ref} of ${shown}`);
    await rm(join(clone, '.git'), { recursive: true, force: true });
    const { files } = overlayFilesIn(join(clone, source.folder));
    if (files.length === 0) {
      throw new HarnessError({ code: 'ERR_OVERLAYS_FOLDER', fault: 'user', message: `${shown} has no files in "${source.folder}" at ${ref}.`, wayOut: 'Correct folder under [overlays] in harness.toml.' });
    }
    // The record first goes and last comes: a copy that was cut short is not taken for a whole one.
    await rm(sourceRecord(settings), { force: true });
    folderOutOfGit(broughtFolder(settings));
    mirrorOverlay(join(clone, source.folder), sourceFolder(settings));
    await writeRecord(sourceRecord(settings), { git: { url: shown, ref }, folder: source.folder, commit } satisfies FetchedSource);
    progress.note(`${files.length} files of ${shown} at ${ref}, commit ${commit.slice(0, 8)}`);
  });
}

/** Lays the own overlay of an approved recipe into the tree, as the version under test has it; nothing of a commit that is not approved. */
async function fetchOwn(settings: Settings, recipe: Recipe, progress: Progress): Promise<void> {
  const approval = approvalOf(settings, recipe.name);
  if (approval === undefined) {
    throw new HarnessError({
      code: 'ERR_OVERLAY_NOT_APPROVED', fault: 'user', message: `${recipe.name} is not on the approved list, so its own overlay is not fetched.`,
      wayOut: `Read the overlay, then add "${recipe.name}" to approved under [overlays] in harness.toml.`,
    });
  }
  await withFolder(async abraDir => {
    const abra = await fetchingAbra(settings, recipe, abraDir, progress);
    const { head, folder } = await RecipeCheckout.fetch(recipe, { abra, abraDir, underTest: settings.underTest }, progress);
    const from = join(folder, ownOverlayPath);
    const mayRun = ownMayRun(approval, head);
    await rm(ownRecord(settings, recipe.name), { force: true });
    folderOutOfGit(broughtFolder(settings));
    const to = ownOverlayFolder(settings, recipe.name);
    await rm(to, { recursive: true, force: true });
    if (mayRun) mirrorOverlay(from, to);
    await writeRecord(ownRecord(settings, recipe.name), { ref: head.ref, commit: head.commit, dirty: head.dirty } satisfies FetchedOwn);
    progress.note(mayRun
      ? `${overlayFilesIn(to).files.length} files of ${recipe.name}'s ${ownOverlayPath} at commit ${head.commit.slice(0, 8)}${head.dirty ? ' with uncommitted changes' : ''}`
      : `nothing of ${recipe.name}: approved is commit ${approval.commit?.slice(0, 8) ?? ''} alone, and under test is ${head.commit.slice(0, 8)}${head.dirty ? ' with uncommitted changes' : ''}`);
  });
}

async function writeRecord(file: string, record: FetchedOwn | FetchedSource): Promise<void> {
  folderOutOfGit(dirname(file));
  await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'recipe-harness-overlays-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
