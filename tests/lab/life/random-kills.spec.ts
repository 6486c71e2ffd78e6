/** Kills at moments that nobody has chosen: `KILLS=20 KILL_SEED=…` asks for more of them, or for the same ones again. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as untilMoment } from 'node:timers/promises';
import { test } from './stage.ts';

const seed = process.env['KILL_SEED'] ?? randomBytes(4).toString('hex');
const kills = Number(process.env['KILLS'] ?? 2);
const lives = [['fresh', 'backup', 'redeploy', 'teardown'], ['base', 'upgrade', 'backup', 'teardown'], ['fresh', 'base', 'upgrade']];

/** 0 to 1, the same for the same seed and round. */
const chance = (round: number, what: string): number => createHash('sha256').update(`${seed} ${round} ${what}`).digest().readUInt32BE() / 2 ** 32;

for (let round = 0; round < kills; round++) {
  test(`a kill at random, number ${round + 1}`, async ({ stage }) => {
    const moment = Math.round(chance(round, 'moment') * 20_000);
    const whom = chance(round, 'whom') < 0.5 ? 'runner' : 'group';
    const runner = stage.start(lives[Math.floor(chance(round, 'life') * lives.length)] ?? []);
    const id = await runner.runId();
    await Promise.race([untilMoment(moment), runner.exited]);
    runner.strike('SIGKILL', whom);
    console.log(`KILL_SEED=${seed}, number ${round + 1}: the ${whom} after ${moment} ms, at "${runner.lines.at(-1) ?? ''}"`);
    console.log(`nothing left after ${await stage.expectNoTraces(id)} ms`);
  });
}
