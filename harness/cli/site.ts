/** `recipe-harness site RESULTS OUT`: what runs have left, as pages to look at. */
import type { Command } from 'commander';

export function addSite(program: Command): void {
  program.command('site')
    .description('make a static site from a folder of results: every recipe, every run')
    .argument('<results>', 'the folder with a folder for each recipe, `results` here')
    .argument('<out>', 'new, empty, or a site made before, which is replaced when the new one is whole')
    .action(async (results: string, out: string) => {
      const { writeSite } = await import('../site/write-site.ts');
      const written = await writeSite(results, out);
      const unread = written.unreadable === 0 ? '' : ` ${written.unreadable} of the files could not be read: the site names them.`;
      process.stdout.write(`${written.recipes} recipes, ${written.runs} runs.${unread}\n${written.index}\n`);
    });
}
