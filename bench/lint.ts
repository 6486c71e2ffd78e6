/** What it costs to look for weak tests: ESLint as a whole program, on twenty overlays. */
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { atMost, type Measurement } from './measurement.ts';
import { repository } from './project.ts';
import { quantile, spread } from './statistics.ts';

const [overlays, runs, aim] = [20, 10, 5];

export const lint: Measurement = {
  name: 'lint', title: 'Lint of twenty overlays',
  async run({ log }) {
    const root = mkdtempSync(join(tmpdir(), 'bench-lint-'));
    try {
      const files = layOut(root);
      const seconds: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        const begun = performance.now();
        await execa(process.execPath, [join(repository, 'node_modules/eslint/bin/eslint.js'), '.'], { cwd: root });
        seconds.push((performance.now() - begun) / 1_000);
      }
      log(`seconds: ${seconds.map(each => each.toFixed(2)).join(' ')}`);
      return {
        figures: [atMost(`Lint of ${overlays} overlays (${files} files), p90 of ${runs}`, quantile(seconds, 0.9), aim, ' s')],
        tables: [{ title: 'Seconds', head: ['', 'samples', 'median (least–most)'], rows: [['eslint, from its start to its end', String(runs), spread(seconds)]], note: 'Most of it is the start: ESLint, the parser and its compiler are loaded anew each time.' }],
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

/** Copies of the project's own overlays, each with its PARITY page; returns how many files they have. */
function layOut(root: string): number {
  const own = readdirSync(join(repository, 'overlays')).sort();
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, 'eslint.config.mjs'), `import { overlayLint } from ${JSON.stringify(join(repository, 'harness/eslint.ts'))};\nexport default overlayLint();\n`);
  for (let number = 0; number < overlays; number += 1) {
    const name = own[number % own.length] ?? '';
    cpSync(join(repository, 'overlays', name), join(root, 'overlays', `${name}-${number}`), { recursive: true });
    cpSync(join(repository, 'PARITY', `${name}.md`), join(root, 'PARITY', `${name}-${number}.md`));
  }
  return readdirSync(join(root, 'overlays'), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).length;
}
