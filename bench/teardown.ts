/** How long it takes until nothing is left of a deployed app of two services, by the harness and by hand in turn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestApp, teardownApp } from '../harness/app/requests.ts';
import { loadRecipe } from '../harness/settings/settings.ts';
import { atMost, type Measurement } from './measurement.ts';
import { Project, repository } from './project.ts';
import { median, ratios, secondsOf, spread } from './statistics.ts';
import { TimedRun } from './timed-run.ts';

const pairs = 2;

export const teardown: Measurement = {
  name: 'teardown', title: 'Teardown of two services, two volumes, three secrets and three configs (kinto)',
  async run({ target, log }) {
    using project = new Project(target);
    const timed = await TimedRun.start(project, { kinto: readFileSync(join(repository, 'recipes', 'kinto.toml'), 'utf8') });
    const { run, context } = timed;
    const harness: { all: number; undeploy: number; rest: number }[] = [];
    const script: { all: number; undeploy: number; rest: number }[] = [];
    try {
      const recipe = loadRecipe(run.settings, 'kinto');
      for (let pair = 1; pair <= pairs; pair++) {
        await requestApp(run, recipe, 'fresh', context);
        await teardownApp(run, 'kinto', context);
        harness.push({ all: timed.last(/^remove kinto/), undeploy: timed.last(/^abra app undeploy/), rest: timed.last(/^remove what undeploy leaves/) });
        const { domain } = await requestApp(run, recipe, 'fresh', context);
        const byHand = await project.yardstick({ deed: 'teardown', domain }, run.abraDir);
        const of = (name: RegExp): number => byHand.parts.find(part => name.test(part.name))?.ms ?? Number.NaN;
        script.push({ all: byHand.ms, undeploy: of(/undeploy/), rest: of(/rest/) });
        // The run believes that it still has it, and finds nothing.
        await teardownApp(run, 'kinto', context);
        log(`pair ${pair}: harness ${JSON.stringify(harness.at(-1))}; by hand ${JSON.stringify(script.at(-1))}`);
      }
    } finally {
      await timed.end();
    }
    const column = (rows: typeof harness, key: 'all' | 'undeploy' | 'rest'): string => secondsOf(rows.map(row => row[key]));
    const found = ratios(harness.map((each, index) => [each.all, script[index]?.all ?? Number.NaN]));
    return {
      figures: [
        atMost('Teardown of two services', median(harness.map(each => each.all)) / 1000, 3.5, ' s'),
        { what: 'Teardown of two services, harness against by hand', measured: `${spread(found)} times` },
      ],
      tables: [{
        title: `Seconds, ${pairs} pairs in turn: median (least–most)`, head: ['', 'all', 'abra app undeploy', 'remove the rest, and look'],
        rows: [['harness', column(harness, 'all'), column(harness, 'undeploy'), column(harness, 'rest')], ['by hand', column(script, 'all'), column(script, 'undeploy'), column(script, 'rest')]],
      }],
    };
  },
};
