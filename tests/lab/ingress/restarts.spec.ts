/** What the ingress outlives, in a lab of its own: here Caddy and the watcher are killed. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { labProgram } from '../../../lab/engine/hand-over.ts';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { ingressImage, startIngress } from '../../../lab/ingress/start.ts';
import type { Lab } from '../../../lab/state.ts';
import { expect, test } from '../engine/throwaway.ts';
import { recipeLabels, Stage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

test('routes come back after Caddy is killed, started again or made anew, and after the watcher is killed', async ({ own }) => {
  await own.up();
  const { lab } = own;
  await ensureImages(lab, [ingressImage, 'lab/base:bookworm'], () => undefined);
  await startIngress(lab);
  const stage = await Stage.open(lab);
  const answers = async (name: string): Promise<void> => {
    expect((await stage.getUntil(`https://${name}.lab.test/`, ({ status }) => status === 200, 30_000)).status).toBe(200);
  };

  await test.step('a service answers', async () => {
    await stage.create('one_app', { labels: recipeLabels('one', 'Host(`one.lab.test`)') });
    await answers('one');
  });

  await test.step('starting an ingress that runs changes nothing', async () => {
    const before = await own.docker('ps', '--no-trunc', '--quiet', '--filter', 'name=^ingress$');
    await startIngress(lab);
    expect(await own.docker('ps', '--no-trunc', '--quiet', '--filter', 'name=^ingress$')).toBe(before);
    await answers('one');
  });

  await test.step('Caddy is killed: the engine starts it again, with its routes', async () => {
    process.kill(processIn(lab, '/usr/bin/caddy', 'run'), 'SIGKILL');
    await answers('one');
  });

  await test.step('Caddy is stopped, routes change, Caddy is started', async () => {
    await own.docker('stop', '--time', '2', 'ingress');
    await stage.create('two_app', { labels: recipeLabels('two', 'Host(`two.lab.test`)') });
    await startIngress(lab);
    await answers('one');
    await answers('two');
  });

  await test.step('Caddy is removed and made anew', async () => {
    await own.docker('rm', '--force', 'ingress');
    await startIngress(lab);
    await answers('one');
    await answers('two');
  });

  await test.step('the watcher is killed: another follows, and leaves an unchanged Caddy alone', async () => {
    const watcher = processIn(lab, process.execPath, labProgram('ingress/watcher'), lab.folder);
    const socket = stage.webSocket('wss://one.lab.test/');
    await new Promise((open) => socket.addEventListener('open', open, { once: true }));
    process.kill(watcher, 'SIGKILL');
    await expect.poll(() => stage.log().filter((line) => line.includes(' watching ')).length, { timeout: 15_000 }).toBe(2);
    await stage.remove('two_app');
    await stage.getUntil('https://two.lab.test/', ({ headers }) => headers['x-lab'] === 'no-route');
    const lines = stage.log();
    const changes = lines.slice(lines.findLastIndex((line) => line.includes(' watching '))).filter((line) => line.includes(' level '));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toContain('service remove two_app');
    socket.close();
  });

  await stage.close();
});

/** The pid, as the host sees it, of the lab's process whose command line begins so. */
function processIn(lab: Lab, ...command: string[]): number {
  const namespace = readlinkSync(`/proc/${lab.pid}/ns/pid`);
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const words = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      if (command.every((word, at) => words[at] === word) && ownedBy(entry, namespace)) return Number(entry);
    } catch {
      // It ended meanwhile.
    }
  }
  throw new Error(`no process ${command.join(' ')} in the lab`);
}

/** Containers have a pid namespace below the lab's own: a parent further up is in it. */
function ownedBy(pid: string, namespace: string): boolean {
  for (let at = pid; at !== '0' && at !== '1';) {
    if (readlinkSync(`/proc/${at}/ns/pid`) === namespace) return true;
    at = readFileSync(join('/proc', at, 'stat'), 'utf8').split(') ').at(-1)?.split(' ')[1] ?? '0';
  }
  return false;
}
