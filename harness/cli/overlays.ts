/** `recipe-harness overlays`: where each recipe's overlay comes from, and the fetching of those that lie elsewhere. */
import type { Command } from 'commander';
import { approvalOf, fetchCommand, fetchedOwn, fetchedSource, isFetchedFrom, ownOverlayFolder, usersOverlays } from '../settings/overlays.ts';
import { loadRecipe, loadSettings, type Settings } from '../settings/settings.ts';
import { recipeNames } from '../settings/recipes.ts';
import { table, terminalProgress } from './terminal.ts';

export function addOverlays(program: Command): void {
  const settingsHere = (): Settings => loadSettings(program.opts<{ root: string }>().root);
  const overlays = program.command('overlays').description('overlays from a repository or a folder outside the project');

  overlays.command('list', { isDefault: true })
    .description("say where each recipe's overlay comes from")
    .action(() => {
      const settings = settingsHere();
      const rows = recipeNames(settings).map(name => [name, ...originOf(settings, name)]);
      process.stdout.write(`${table([['recipe', 'overlay', 'approved'], ...rows])}\n`);
    });

  overlays.command('fetch')
    .description("bring overlays.git, and the approved recipes' own overlays as the version under test (HARNESS_REF) has them")
    .argument('[recipe...]', 'only the own overlays of these recipes')
    .action(async (names: string[]) => {
      const { fetchOverlays } = await import('../app/fetch-overlays.ts');
      const fetched = await fetchOverlays(settingsHere(), names, terminalProgress());
      if (fetched === 0) process.stdout.write('Nothing to fetch: harness.toml names no git and no approved recipe under [overlays].\n');
    });
}

function originOf(settings: Settings, name: string): [overlay: string, approved: string] {
  const approval = approvalOf(settings, name);
  const approved = approval === undefined ? 'no' : approval.commit === undefined ? 'any commit' : approval.commit.slice(0, 8);
  const users = usersOverlays(settings, name).map(({ shown }) => shown).join(' and ');
  if (users !== '') return [users, approved];
  const { source } = settings.overlays;
  if (source?.git && !isFetchedFrom(source, fetchedSource(settings))) return [`unknown until \`${fetchCommand(settings)}\``, approved];
  const fetched = fetchedOwn(settings, name);
  if (approval === undefined) return ['none', approved];
  if (fetched === undefined) return [`its own, not fetched: \`${fetchCommand(settings, name)}\``, approved];
  const own = loadRecipe(settings, name).overlay === ownOverlayFolder(settings, name);
  return [own ? `its own at ${fetched.commit.slice(0, 8)}` : `none that may run at ${fetched.commit.slice(0, 8)}`, approved];
}
