/** Two recipes side by side on two workers, against the same two one after the other. */
import type { Measurement } from './measurement.ts';
import { Project } from './project.ts';
import { twoReleases } from './recipes.ts';
import { median, ratios, secondsOf, spread } from './statistics.ts';

const pairs = 1;
const aim = 1.8;

export const twoWorkers: Measurement = {
  name: 'two-workers', title: 'Two recipes on two workers',
  async run({ target, log }) {
    using project = new Project(target);
    for (const name of ['one', 'other']) await project.put(name, twoReleases({ intervalSeconds: 1, startSeconds: 4 }));
    const alone: number[] = [];
    const together: number[] = [];
    for (let pair = 1; pair <= pairs; pair++) {
      alone.push((await project.playwright('--workers=1', '--grep', '@upgrade|@teardown')).ms);
      together.push((await project.playwright('--workers=2', '--grep', '@upgrade|@teardown')).ms);
      log(`pair ${pair}: one worker ${alone.at(-1) ?? 0} ms, two workers ${together.at(-1) ?? 0} ms`);
    }
    const found = ratios(alone.map((each, index) => [each, together[index] ?? Number.NaN]));
    return {
      figures: [{ what: 'Two recipes on two workers, against one worker', measured: `${median(found).toFixed(2)} times as fast`, aim: `at least ${aim} times`, met: median(found) >= aim }],
      tables: [{
        title: 'Seconds for two lives', head: ['', 'seconds'],
        rows: [['one worker', secondsOf(alone)], ['two workers', secondsOf(together)], ['ratio', spread(found)]],
      }],
    };
  },
};
