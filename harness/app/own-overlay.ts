/** The overlay in a recipe's own repository, judged once its checkout is there: it may run, it is named as not run, or it is not the one that was fetched. */
import { HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { RecipeCheckout } from '../recipe/checkout.ts';
import { notRunText, recordNotRun } from '../run/not-run.ts';
import type { Run } from '../run/run.ts';
import { overlayFilesIn } from '../settings/overlay-files.ts';
import { approvalOf, fetchCommand, ownMayRun, ownOverlayFolder, ownOverlayPath, usersOverlays } from '../settings/overlays.ts';
import type { Recipe } from '../settings/recipe-schema.ts';

/** @throws {HarnessError} `ERR_OVERLAY_STALE` where the overlay that was fetched is not that of the version under test */
export function judgeOwnOverlay({ settings, folder }: Pick<Run, 'settings' | 'folder'>, recipe: Recipe, checkout: Pick<RecipeCheckout, 'head' | 'ownOverlay'>, progress: Progress): void {
  const { head, ownOverlay: { files, digest } } = checkout;
  const laid = ownOverlayFolder(settings, recipe.name);
  const used = recipe.overlay === laid;
  const why = whyNot(settings, recipe.name, head);
  // Playwright loads what was laid there next, and it must be what is approved of the version under test.
  if ((used && why) || (!why && overlayFilesIn(laid).digest !== digest)) throw stale(recipe, head, fetchCommand(settings, recipe.name));
  if (!why || files.length === 0) return;
  const found = { recipe: recipe.name, what: `${recipe.name}'s own overlay in ${ownOverlayPath} (${few(files)})`, ...why };
  recordNotRun(folder, found);
  progress.note(`not run: ${notRunText(found)}`);
}

/** Why the recipe's own overlay does not run, when it does not. */
function whyNot(settings: Run['settings'], recipe: string, head: RecipeCheckout['head']): { why: string; wayOut: string } | undefined {
  const [users] = usersOverlays(settings, recipe);
  if (users) return { why: `your own is used, ${users.shown}`, wayOut: 'Remove that one to use the recipe\'s.' };
  const approval = approvalOf(settings, recipe);
  if (approval === undefined) {
    return { why: `${recipe} is not on the approved list`, wayOut: `Read it, then add "${recipe}@${head.commit}" to approved under [overlays] in harness.toml, and run \`${fetchCommand(settings, recipe)}\`.` };
  }
  if (ownMayRun(approval, head)) return undefined;
  return {
    why: `approved is commit ${approval.commit?.slice(0, 8) ?? ''} alone, and under test is ${head.commit.slice(0, 8)}${head.dirty ? ' with uncommitted changes' : ''}`,
    wayOut: head.dirty ? 'Commit the changes, read them, and approve that commit.' : `Read it, then approve "${recipe}@${head.commit}" instead.`,
  };
}

function few(files: readonly string[]): string {
  // A stranger chose the names: what is no plain one is shown as JSON writes it, and moves no terminal's cursor.
  const shown = files.slice(0, 5).map(file => /^[\w./-]+$/.test(file) ? file : JSON.stringify(file)).join(', ');
  return files.length > 5 ? `${shown} and ${files.length - 5} more` : shown;
}

function stale({ name }: Recipe, { commit, dirty }: RecipeCheckout['head'], command: string): HarnessError {
  return new HarnessError({
    code: 'ERR_OVERLAY_STALE', fault: 'user',
    message: `The own overlay of ${name} that was fetched is not that of the version under test, ${commit.slice(0, 8)}${dirty ? ' with uncommitted changes' : ''}.`,
    wayOut: `Run \`${command}\` with the same HARNESS_REF, and again after each change of it.`,
    facts: { recipe: name, commit },
  });
}
