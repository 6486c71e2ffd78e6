/** `recipe-harness apps`: the apps that HARNESS_KEEP=1 and HARNESS_WARM=1 left up, listed and removed. */
import type { Command } from 'commander';
import type { KeptApp } from '../app/kept.ts';
import { HarnessError } from '../errors.ts';
import { nearest } from '../settings/nearest.ts';
import { loadSettings } from '../settings/settings.ts';
import { table, terminalProgress } from './terminal.ts';

export function addApps(program: Command): void {
  const stateFolder = (): string => loadSettings(program.opts<{ root: string }>().root).stateFolder;
  const apps = program.command('apps').description('apps left up by HARNESS_KEEP=1, and providers left warm by HARNESS_WARM=1');

  apps.command('list', { isDefault: true })
    .description('list them')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const kept = await (await import('../app/kept.ts')).listKeptApps(stateFolder());
      process.stdout.write(`${json ? JSON.stringify(kept, null, 2) : told(kept)}\n`);
    });

  apps.command('rm')
    .alias('remove')
    .description('remove an app, by its domain, the first part of its domain, or its recipe')
    .argument('[app]')
    .option('--all', 'remove everything that was left up')
    .action(async (name: string | undefined, { all }: { all?: true }) => {
      const { listKeptApps, removeKeptApp } = await import('../app/kept.ts');
      const chosen = choose(await listKeptApps(stateFolder()), name, all ?? false);
      // Those that log in go before those through which they do.
      for (const app of [...chosen].sort((a, b) => a.by.localeCompare(b.by))) await removeKeptApp(stateFolder(), app.domain, terminalProgress());
      process.stdout.write(`${chosen.length === 0 ? 'Nothing is kept.' : `Removed ${chosen.map(app => app.domain).join(', ')}.`}\n`);
    });
}

export function told(kept: readonly KeptApp[]): string {
  if (kept.length === 0) return 'Nothing is kept. `HARNESS_KEEP=1 npx playwright test --project=<recipe>` keeps an app, HARNESS_WARM=1 the provider that it logs in through.';
  const left = (by: KeptApp['by'], what: string): string[] => kept.some(app => app.by === by) ? [what] : [];
  return [
    table([['run', 'recipe', 'app', 'state', 'left by', 'since'], ...kept.map(app => [app.run, app.recipe, app.url, app.state, app.by, app.since])]),
    '',
    ...left('HARNESS_KEEP', 'Run on a kept one again with `HARNESS_RUN=<run> npx playwright test --project=<recipe>`.'),
    ...left('HARNESS_WARM', 'A warm one is used by each later run with HARNESS_WARM=1.'),
  ].join('\n');
}

/** The apps that are meant; one name must mean exactly one app. */
export function choose(kept: readonly KeptApp[], name: string | undefined, all: boolean): readonly KeptApp[] {
  if (all) return kept;
  const meant = kept.filter(app => name !== undefined && (app.domain === name || app.domain.split('.')[0] === name || app.recipe === name));
  if (meant.length === 1) return meant;
  const known = kept.map(app => app.domain);
  const near = name === undefined ? [] : nearest(name, [...known, ...kept.map(app => app.recipe)]);
  throw new HarnessError({
    code: meant.length > 1 ? 'ERR_APP_AMBIGUOUS' : 'ERR_APP_UNKNOWN', fault: 'user',
    message: name === undefined ? 'Which app?' : meant.length > 1 ? `"${name}" means ${meant.map(app => app.domain).join(' and ')}.` : `No kept app is called "${name}".`,
    wayOut: known.length === 0 ? 'Nothing is kept, so there is nothing to remove.'
      : near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Name one of ${known.join(', ')}, or use --all.`,
  });
}
