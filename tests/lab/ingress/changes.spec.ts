import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { call } from '../../../lab/engine/api.ts';
import { followEngine } from '../../../lab/ingress/engine.ts';
import { execIn } from './exec.ts';
import { recipeLabels, Stage } from './stage.ts';
import { measured } from '../measured.ts';

let stage: Stage;
const word = `c${randomBytes(3).toString('hex')}`;
const host = (name: string): string => `${word}-${name}.lab.test`;

test.beforeAll(async () => {
  stage = await Stage.open();
});

test.afterAll(() => stage.close());

const up = async (name: string): Promise<void> => {
  expect((await stage.getUntil(`https://${host(name)}/`, ({ status }) => status === 200)).status).toBe(200);
};

test('a route comes with its labels, and goes with them and with its service', async () => {
  const service = `${word}_quick`;
  await stage.create(service, { labels: {} });
  await expect.poll(() => stage.containers(service), { timeout: 15_000 }).toHaveLength(1);
  const stop = new AbortController();
  // The engine's clock is this machine's.
  let event = 0;
  const opened = Promise.withResolvers<void>();
  const events = followEngine(stage.lab.socket, () => opened.resolve(), ({ what, at }) => {
    if (what.endsWith(service)) event ||= at;
  }, stop.signal).catch(() => undefined);
  await opened.promise;
  const coming: number[] = [];
  const going: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    // The task stays as it is, so nothing but the route is waited for.
    event = 0;
    await stage.update(service, { labels: recipeLabels(`${word}quick`, `Host(\`${host('quick')}\`)`) });
    expect((await stage.getUntil(`https://${host('quick')}/`, ({ status }) => status === 200)).status).toBe(200);
    coming.push(Date.now() - event);
    event = 0;
    if (round < 4) await stage.update(service, { labels: {} });
    else await stage.remove(service);
    expect((await stage.getUntil(`https://${host('quick')}/`, ({ headers }) => headers['x-lab'] === 'no-route')).status).toBe(404);
    going.push(Date.now() - event);
  }
  stop.abort();
  await events;
  // The best of five: other work on the machine only adds to what the ingress itself takes.
  measured("route live after the engine's event, best of five", Math.min(...coming), 200);
  measured("route gone after the engine's event, best of five", Math.min(...going), 200);
});

test('a service that does not run answers 502, marked as the ingress’s own', async () => {
  await stage.create(`${word}_none`, { labels: recipeLabels(`${word}none`, `Host(\`${host('none')}\`)`), replicas: 0 });
  const { status, headers } = await stage.getUntil(`https://${host('none')}/`, ({ headers }) => headers['x-lab'] !== 'no-route');
  expect([status, headers['x-lab']]).toEqual([502, 'no-upstream']);
  await stage.update(`${word}_none`, { labels: recipeLabels(`${word}none`, `Host(\`${host('none')}\`)`), replicas: 1 });
  await up('none');
});

test('a replaced task is followed without a change of configuration', async () => {
  const service = `${word}_moving`;
  await stage.create(service, { labels: recipeLabels(`${word}moving`, `Host(\`${host('moving')}\`)`) });
  await up('moving');
  const [container = ''] = await stage.containers(service);
  await call(stage.lab.socket, 'DELETE', `/containers/${container}?force=1`);
  await expect.poll(() => stage.containers(service), { timeout: 20_000 }).not.toContain(container);
  await up('moving');
  const own = stage.log().filter((line) => line.includes(`route ${word}moving`));
  expect(own).toHaveLength(1);
});

test('several tasks all get their share', async () => {
  const service = `${word}_many`;
  await stage.create(service, { labels: recipeLabels(`${word}many`, `Host(\`${host('many')}\`)`), replicas: 2 });
  await expect.poll(() => stage.containers(service), { timeout: 20_000 }).toHaveLength(2);
  for (let round = 0; round < 20; round += 1) expect((await stage.getUntil(`https://${host('many')}/`, ({ status }) => status === 200)).status).toBe(200);
});

test('names of the lab are answered inside containers, over TLS that they trust', async () => {
  await stage.create(`${word}_asked`, { labels: recipeLabels(`${word}asked`, `Host(\`${host('asked')}\`)`) });
  await stage.create(`${word}_asker`, { labels: {} });
  await up('asked');
  await expect.poll(() => stage.containers(`${word}_asker`), { timeout: 15_000 }).toHaveLength(1);
  const [container = ''] = await stage.containers(`${word}_asker`);
  const answer = await execIn(stage.lab, container, ['curl', '--silent', '--show-error', '--max-time', '10', '--write-out', ' %{http_code} %{remote_ip}', `https://${host('asked')}/inside`]);
  expect(answer).toContain('"url":"/inside"');
  expect(answer).toContain(` 200 ${stage.lab.address}`);
});

test('a WebSocket lives on while services change that have nothing to do with routes', async () => {
  await stage.create(`${word}_socket`, { labels: recipeLabels(`${word}socket`, `Host(\`${host('socket')}\`)`) });
  await stage.create(`${word}_other`, { labels: { 'coop-cloud.x.version': '1' }, replicas: 0 });
  await up('socket');
  // Tests in other files change routes of their own meanwhile, which does cut it: such a round is no evidence either way.
  await expect(async () => {
    const before = changes(stage);
    const socket = stage.webSocket(`wss://${host('socket')}/`);
    let closed = false;
    socket.addEventListener('close', () => { closed = true; });
    expect(await reply(socket, 'first')).toBe('first');
    for (const version of ['2', '3']) await stage.update(`${word}_other`, { labels: { 'coop-cloud.x.version': version }, replicas: 0 });
    await stage.update(`${word}_socket`, { labels: recipeLabels(`${word}socket`, `Host(\`${host('socket')}\`)`, { 'coop-cloud.x.version': '2' }) });
    const answered = await reply(socket, 'second').catch(() => 'nothing');
    socket.close();
    expect(changes(stage), 'the routes of others changed meanwhile').toBe(before);
    expect([answered, closed]).toEqual(['second', false]);
  }).toPass({ timeout: 60_000 });
});

/** How often Caddy's configuration has changed so far. */
function changes(of: Stage): number {
  return of.log().filter((line) => line.includes(' level ')).length;
}

function reply(socket: ReturnType<Stage['webSocket']>, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('message', (event) => resolve(String(event.data)), { once: true });
    socket.addEventListener('error', () => reject(new Error('the WebSocket failed')), { once: true });
    socket.addEventListener('close', () => reject(new Error('the WebSocket was closed')), { once: true });
    if (socket.readyState === 1) socket.send(text);
    else socket.addEventListener('open', () => socket.send(text), { once: true });
  });
}
