/** What the figures were measured on, and whether it had nothing else to do. */
import { cpus, loadavg, release, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../harness/swarm/engine.ts';

export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGB: number;
  readonly kernel: string;
  readonly engine: string;
  readonly node: string;
}

export async function machineFacts(engine: Engine): Promise<Machine> {
  const { engineVersion } = await engine.node();
  return {
    cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown', memoryGB: Math.round(totalmem() / 2 ** 30),
    kernel: release(), engine: engineVersion, node: process.versions.node,
  };
}

/** Load of the last minute, of whoever made it. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** Which part of all cores others keep busy, while this process only waits. */
export async function busyPart(): Promise<number> {
  const before = ticks();
  await delay(sampleMs);
  const after = ticks();
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}

/** Long enough for what comes once a second. */
const sampleMs = 3_000;

function ticks(): { busy: number; all: number } {
  const sums = cpus().map(({ times }) => ({ idle: times.idle, all: times.user + times.nice + times.sys + times.idle + times.irq }));
  const all = sums.reduce((sum, core) => sum + core.all, 0);
  return { all, busy: all - sums.reduce((sum, core) => sum + core.idle, 0) };
}

/** A machine is quiet while nearly all of it has nothing to do; an idle lab takes a few hundredths. */
export function isQuiet(busy: number): boolean {
  return busy < 0.15;
}
