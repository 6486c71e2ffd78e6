/** From the SIGKILL of a runner to nothing left of its run: no service, container, volume, secret, lease, process, lock or file. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Engine } from '../harness/swarm/engine.ts';
import { Stage } from '../tests/lab/life/stage.ts';
import { atMost, type Measurement } from './measurement.ts';
import { Project } from './project.ts';
import { median, secondsOf } from './statistics.ts';

const times = 3;
const longestMs = 60_000;
const lookMs = 50;

export const afterKill: Measurement = {
  name: 'after-kill', title: 'From SIGKILL to nothing left',
  async run({ target, log }) {
    using project = new Project(target);
    const engine = await Engine.connect(target.docker);
    const stage = new Stage(join(project.root, 'stage'), engine);
    const found: number[] = [];
    try {
      for (let time = 1; time <= times; time++) {
        const runner = stage.start(['fresh', 'stay']);
        const id = await runner.runId();
        await runner.until(/^app /);
        const killed = performance.now();
        runner.strike('SIGKILL', 'runner');
        for (;;) {
          const left = await stage.traces(id);
          if (left.length === 0) break;
          if (performance.now() - killed > longestMs) throw new Error(`left after ${longestMs} ms: ${left.join(', ')}`);
          await delay(lookMs);
        }
        found.push(performance.now() - killed);
        log(`nothing left ${found.at(-1)?.toFixed(0) ?? ''} ms after the kill`);
      }
    } finally {
      await stage.close();
      engine.close();
    }
    return {
      figures: [atMost('From SIGKILL of the runner to nothing left', median(found) / 1000, 15, ' s')],
      tables: [{
        title: `Seconds, ${times} times: median (least–most)`, head: ['', 'seconds'], rows: [['custom-html up, its runner killed', secondsOf(found)]],
        note: 'The reaper waits until the workers of the dead runner have ended by themselves, removes what the ledger names, then looks once more for what may have come late.',
      }],
    };
  },
};
