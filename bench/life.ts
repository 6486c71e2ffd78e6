/** A whole life of an app, by the harness and by the script in turn: install, a record, upgrade, the record again, removal. */
import { randomBytes } from 'node:crypto';
import { firstRelease } from '../tests/broken/recipe-files.ts';
import { atMost, type Measurement } from './measurement.ts';
import { profileTable } from './profile.ts';
import { Project, type Timed } from './project.ts';
import { type Shape, twoReleases } from './recipes.ts';
import { median, ratios, secondsOf, spread } from './statistics.ts';

interface Life extends Shape { readonly name: string; readonly pairs: number; readonly aim: number; readonly length: string }

function life({ name, pairs, aim, length, ...shape }: Life): Measurement {
  return {
    name, title: `A life of ${length}, health checks each ${shape.intervalSeconds} s`,
    async run({ target, log }) {
      using project = new Project(target);
      await project.put('life', twoReleases(shape));
      const harness: Timed[] = [];
      const script: Timed[] = [];
      for (let pair = 1; pair <= pairs; pair++) {
        harness.push(await project.playwright('--project=life', '--grep', '@upgrade|@teardown'));
        script.push(await project.yardstick({
          deed: 'life', repository: project.repositoryOf('life'), recipe: 'life', base: firstRelease, domain: `life-${randomBytes(3).toString('hex')}.${target.zone}`,
        }));
        log(`pair ${pair}: harness ${told(harness.at(-1))}; script ${told(script.at(-1))}`);
      }
      const found = ratios(harness.map((each, index) => [each.ms, script[index]?.ms ?? Number.NaN]));
      return {
        figures: [atMost(`Harness against script, a life of ${length}`, median(found), aim, '', ` times`)],
        tables: [
          {
            title: `Seconds for a life, ${pairs} pairs in turn: median (least–most)`, head: ['', 'seconds'],
            rows: [['harness', secondsOf(harness.map(each => each.ms))], ['script', secondsOf(script.map(each => each.ms))], ['ratio, pair by pair', spread(found)]],
            note: 'The harness is timed as a whole `playwright test`, from the start of the process to its end: with its report, its reaper and its search for secrets.',
          },
          profileTable(harness.map(each => each.parts), script.map(each => each.parts)),
        ],
      };
    },
  };
}

function told(timed: Timed | undefined): string {
  return timed === undefined ? 'none' : `${(timed.ms / 1000).toFixed(2)} s (${timed.parts.map(part => `${part.name} ${(part.ms / 1000).toFixed(2)}`).join(', ')})`;
}

export const lifeOf20s = life({ name: 'life-1s', length: 'about 20 s', pairs: 3, aim: 1.15, intervalSeconds: 1, startSeconds: 4 });
export const lifeOf60s = life({ name: 'life-30s', length: 'about 60 s', pairs: 2, aim: 1.05, intervalSeconds: 30, startSeconds: 0 });
