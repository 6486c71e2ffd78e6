/** `recipe-harness site RESULTS OUT`: what runs have left, as pages to look at. */
import type { Command } from 'commander';
import { count } from '../site/spoken.ts';

export function addSite(program: Command): void {
  program.command('site')
    .description('make a static site from a folder of results: every recipe, every run')
    .argument('<results>', 'the folder with a folder for each recipe, `results` here')
    .argument('<out>', 'new, empty, or a site made before, which is replaced when the new one is whole')
    .action(async (results: string, out: string) => {
      const { writeSite } = await import('../site/write-site.ts');
      const written = await writeSite(results, out);
      const unread = written.unreadable === 0 ? '' : ` ${count(written.unreadable, 'file')} could not be read: the site names ${written.unreadable === 1 ? 'it' : 'them'}.`;
      process.stdout.write(`${count(written.recipes, 'recipe')}, ${count(written.runs, 'run')}.${unread}\n${written.index}\n`);
    });
}
