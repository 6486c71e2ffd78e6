/** The process that follows the lab's engine and keeps the ingress level with it: `node watcher.ts <state folder>`. */
import { setTimeout as after } from 'node:timers/promises';
import { readLab, writeWhole } from '../state.ts';
import { caddyAt } from './caddy-admin.ts';
import { followEngine, readServices, type EngineChange } from './engine.ts';
import { ingressFolder } from './folder.ts';
import { Synchroniser } from './synchroniser.ts';

/** How soon to ask again what did not answer (Caddy or the engine, starting); doubled each time, and begun anew by every event. */
const againMs = 50;
const againAtMostMs = 2_000;
/** For what no event told. */
const slowTickMs = 30_000;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: watcher <state folder of the lab>');
await watch(folder);

async function watch(stateFolder: string): Promise<never> {
  const { socket, zone } = readLab(stateFolder);
  const ingress = ingressFolder(stateFolder);
  const synchroniser = new Synchroniser({
    zone,
    services: () => readServices(socket),
    caddy: caddyAt(ingress.adminSocket),
    save: (config) => writeWhole(ingress.config, JSON.stringify(config)),
    log,
  });

  let wanted: EngineChange | undefined;
  let running = false;
  let failure = '';
  let pause = againMs;
  let wake = (): void => undefined;

  /** One run at a time; what is asked for meanwhile makes one more. */
  async function level(change: EngineChange): Promise<void> {
    wanted = change;
    pause = againMs;
    wake();
    if (running) return;
    running = true;
    while (wanted !== undefined) {
      const now: EngineChange = wanted;
      wanted = undefined;
      try {
        const began = performance.now();
        const changed = await synchroniser.level();
        if (changed) log(`level ${Math.round(Date.now() - now.at)} ms after ${now.what} (${Math.round(performance.now() - began)} ms of them ours)`);
        if (failure !== '') log('answers again');
        failure = '';
      } catch (error) {
        synchroniser.doubt();
        const message = error instanceof Error ? error.message : String(error);
        if (message !== failure) log(`cannot bring the routes level, trying again: ${message}`);
        failure = message;
        wanted ??= now;
        await Promise.race([after(pause), new Promise<void>((woken) => { wake = woken; })]);
        pause = Math.min(pause * 2, againAtMostMs);
      }
    }
    running = false;
  }

  const ask = (what: string, ingressStarted: boolean): void => {
    if (ingressStarted) synchroniser.doubt();
    void level({ what, at: Date.now(), ingressStarted });
  };
  setInterval(() => ask('the slow tick', true), slowTickMs);
  log(`watching ${socket}`);
  for (;;) {
    await followEngine(socket, () => ask('the stream of events opened', true), (change) => {
      if (change.ingressStarted) synchroniser.doubt();
      void level(change);
    }).catch(() => undefined);
    log('the stream of events ended, opening it again');
    await after(againAtMostMs / 8);
  }
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
