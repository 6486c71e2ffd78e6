/** From the first death of an app that exits at once to the verdict, at swarm's default delay between restarts. */
import { requestApp, teardownApp } from '../harness/app/requests.ts';
import { HarnessError } from '../harness/errors.ts';
import { loadRecipe } from '../harness/settings/settings.ts';
import type { Engine } from '../harness/swarm/engine.ts';
import { changed, firstRelease, soundFiles } from '../tests/broken/recipe-files.ts';
import { atMost, type Measurement } from './measurement.ts';
import { Project } from './project.ts';
import { median, secondsOf } from './statistics.ts';
import { TimedRun } from './timed-run.ts';

const times = 2;

export const crashLoop: Measurement = {
  name: 'crash-loop', title: 'From crash loop to verdict',
  async run({ target, log }) {
    using project = new Project(target);
    const broken = changed(soundFiles(firstRelease), [
      { line: 'command: ["nginx", "-g", "daemon off;"]', becomes: 'command: ["sh", "-c", "exit 3"]' },
      // Swarm's default.
      { line: 'delay: 1s', becomes: 'delay: 5s' },
    ]);
    const names = Array.from({ length: times }, (_, index) => `loop-${index}`);
    // A recipe that has failed is not tried again in the same run.
    for (const name of names) await project.put(name, [{ files: broken, tag: firstRelease }]);
    const timed = await TimedRun.start(project);
    const fromFirst: number[] = [];
    const fromLast: number[] = [];
    try {
      for (const name of names) {
        const deaths = await deathsDuring(await timed.run.engine(), async () => {
          const error: unknown = await requestApp(timed.run, loadRecipe(timed.run.settings, name), 'fresh', timed.context).catch((reason: unknown) => reason);
          if (!(error instanceof HarnessError) || error.code !== 'ERR_APP_CRASH_LOOP') throw new Error('no crash loop was found', { cause: error });
        });
        fromFirst.push(deaths.ended - (deaths.at[0] ?? Number.NaN));
        fromLast.push(deaths.ended - (deaths.at.at(-1) ?? Number.NaN));
        log(`${name}: ${deaths.at.length} deaths; verdict ${fromFirst.at(-1)?.toFixed(0) ?? ''} ms after the first, ${fromLast.at(-1)?.toFixed(0) ?? ''} ms after the last`);
        await teardownApp(timed.run, name, timed.context);
      }
    } finally {
      await timed.end();
    }
    return {
      figures: [atMost('From the first death in a crash loop to the verdict', median(fromFirst) / 1000, 15, ' s')],
      tables: [{
        title: `Seconds, ${times} times: median (least–most)`, head: ['', 'seconds'],
        rows: [['after the first death', secondsOf(fromFirst)], ['after the death that decides it, the third', secondsOf(fromLast)]],
        note: 'Between the deaths lies swarm\'s own delay, twice 5 s. After the third, the harness collects what the guilty service said.',
      }],
    };
  },
};

/** Deaths of the lab's containers, by the engine's clock; nothing else is deployed meanwhile. */
async function deathsDuring(engine: Engine, body: () => Promise<void>): Promise<{ at: number[]; ended: number }> {
  const end = new AbortController();
  const at: number[] = [];
  const listening = (async () => {
    for await (const event of engine.events(end.signal)) if (event.action === 'die') at.push(event.at);
  })();
  await body();
  const ended = engine.now();
  end.abort();
  await listening;
  return { at, ended };
}
