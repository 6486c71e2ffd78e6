/** How many lines a recipe's overlay needs: hooks with what they share, and specs; blank lines and comments left out. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Measurement } from './measurement.ts';
import { repository } from './project.ts';
import { median } from './statistics.ts';

export const aim = 150;

export const overlayLines: Measurement = {
  name: 'overlay-lines', title: 'Lines that an overlay needs',
  async run({ log }) {
    const rows = overlaySizes();
    for (const { name, hooks, specs } of rows) log(`${name}: ${hooks} lines of hooks, ${specs} of specs`);
    return {
      figures: [atMost('Lines of an overlay, hooks and specs, median', median(rows.map(row => row.hooks + row.specs)), aim, '')],
      tables: [{
        title: 'Lines of code', head: ['overlay', 'hooks and what they share', 'specs', 'all'],
        rows: rows.map(({ name, hooks, specs }) => [name, String(hooks), String(specs), String(hooks + specs)]),
        note: 'A recipe without an overlay has the generic specs, and needs no line but those of its recipe file.',
      }],
    };
  },
};

/** Lines of every overlay of the repository; whatever is no spec counts as hooks, since they share it. */
export function overlaySizes(): { name: string; hooks: number; specs: number }[] {
  return readdirSync(join(repository, 'overlays')).sort().map(name => {
    const folder = join(repository, 'overlays', name);
    const [specs, hooks] = [true, false].map(wanted => globSync('**/*.{ts,mts,js,mjs}', { cwd: folder })
      .filter(file => /\.spec\.\w+$/.test(file) === wanted).reduce((sum, file) => sum + linesIn(join(folder, file)), 0)) as [number, number];
    return { name, hooks, specs };
  });
}

/** Lines that hold code. */
export function codeLines(text: string): number {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

function linesIn(file: string): number {
  return codeLines(readFileSync(file, 'utf8'));
}
