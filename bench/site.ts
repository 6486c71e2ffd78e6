/** What it costs to make the site of a co-op's months: thirty recipes of two hundred runs, by the command as a whole program. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { thirtyRecipes, writeManyResults } from '../tests/unit/site/many-results.ts';
import { atMost, type Measurement } from './measurement.ts';
import { repository } from './project.ts';
import { quantile, spread } from './statistics.ts';

const [runsOfEach, times, aimSeconds, aimKilobytes] = [200, 5, 5, 150];
const firstPage = ['index.html', 'assets/site.css', 'assets/site.js', 'assets/icon.svg'];

export const site: Measurement = {
  name: 'site', title: 'The site of thirty recipes of two hundred runs',
  async run({ log }) {
    const root = mkdtempSync(join(tmpdir(), 'bench-site-'));
    try {
      const [results, out] = [join(root, 'results'), join(root, 'out')];
      writeManyResults(results, { recipes: thirtyRecipes, runs: runsOfEach, now: new Date(), pictures: true });
      const seconds: number[] = [];
      const processor: number[] = [];
      for (let time = 0; time < times; time += 1) {
        const begun = performance.now();
        const { stderr } = await execa(process.execPath, ['--import', tellsProcessorTime, join(repository, 'harness/cli/main.ts'), 'site', results, out]);
        seconds.push((performance.now() - begun) / 1_000);
        processor.push(Number(stderr.trim()));
      }
      log(`seconds: ${seconds.map(each => each.toFixed(2)).join(' ')}`);
      log(`seconds of a processor: ${processor.map(each => each.toFixed(2)).join(' ')}`);
      const kilobytes = firstPage.reduce((sum, file) => sum + statSync(join(out, file)).size, 0) / 1_000;
      return {
        figures: [
          atMost(`Site of ${thirtyRecipes.length} recipes × ${runsOfEach} runs, p90 of ${times}`, quantile(seconds, 0.9), aimSeconds, ' s'),
          atMost('Its first page without pictures, kB', kilobytes, aimKilobytes, ''),
        ],
        tables: [{
          title: 'Seconds', head: ['', 'samples', 'median (least–most)'],
          rows: [['from the start of the command to its end', String(times), spread(seconds)], ['of a processor, on all cores', String(times), spread(processor)]],
          note: 'Each time every file is read and checked and every page is written anew.',
        }],
      };
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
};

const tellsProcessorTime = pathToFileURL(join(repository, 'bench/processor-time.ts')).href;
