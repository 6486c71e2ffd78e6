/** How many lines a recipe's overlay needs: hooks and specs, blank lines and comments left out. */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Measurement } from './measurement.ts';
import { repository } from './project.ts';
import { median } from './statistics.ts';

const aim = 150;

export const overlayLines: Measurement = {
  name: 'overlay-lines', title: 'Lines that an overlay needs',
  async run({ log }) {
    const rows = readdirSync(join(repository, 'overlays')).sort().map(name => {
      const folder = join(repository, 'overlays', name);
      const hooks = existsSync(join(folder, 'overlay.ts')) ? linesIn(join(folder, 'overlay.ts')) : 0;
      const specs = globSync('**/*.spec.ts', { cwd: folder }).reduce((sum, file) => sum + linesIn(join(folder, file)), 0);
      log(`${name}: ${hooks} lines of hooks, ${specs} of specs`);
      return { name, hooks, specs };
    });
    return {
      figures: [atMost('Lines of an overlay, hooks and specs, median', median(rows.map(row => row.hooks + row.specs)), aim, '')],
      tables: [{
        title: 'Lines of code', head: ['overlay', 'hooks', 'specs', 'all'],
        rows: rows.map(({ name, hooks, specs }) => [name, String(hooks), String(specs), String(hooks + specs)]),
        note: 'A recipe without an overlay has the generic specs, and needs no line but those of its recipe file.',
      }],
    };
  },
};

/** Lines that hold code. */
export function codeLines(text: string): number {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

function linesIn(file: string): number {
  return codeLines(readFileSync(file, 'utf8'));
}
