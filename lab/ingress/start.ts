/** Starts the lab's ingress: Caddy in a container on the network `proxy`, on ports 80 and 443 of the lab's address. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { ask, call, messageOf } from '../engine/api.ts';
import { until } from '../engine/until.ts';
import { LabError } from '../errors.ts';
import { writeWhole, type Lab } from '../state.ts';
import { caddyConfig, insideContainer } from './caddy-config.ts';
import { ingressContainer } from './engine.ts';
import { ingressFolder } from './folder.ts';

export const ingressImage = 'lab/ingress:2.6.2';

/** Where the container's specification is written down, so that a changed one is seen. */
const specificationLabel = 'recipe-harness.ingress';
const readyMs = 30_000;

/** Runs the ingress unless it runs already, and returns when it answers over TLS. The image must be in the engine. */
export async function startIngress(lab: Lab): Promise<void> {
  const specification = containerSpecification(lab);
  if (!(await startAsItIs(lab, specification.hash))) {
    const removed = await ask(lab.socket, 'DELETE', `/containers/${ingressContainer}?force=1`);
    if (removed.status >= 400 && removed.status !== 404) throw refused('the old one would not go', messageOf(removed));
    writeWhole(ingressFolder(lab.folder).config, JSON.stringify(caddyConfig(lab.zone, [])));
    await call(lab.socket, 'POST', `/containers/create?name=${ingressContainer}`, { body: specification.body });
    await call(lab.socket, 'POST', `/containers/${ingressContainer}/start`);
  }
  const ready = await until(() => answersOverTls(lab), readyMs, 25);
  if (!ready) throw refused(`it does not answer on ${lab.address}:443`, await lastLines(lab));
}

function refused(what: string, detail: string): LabError {
  return new LabError({
    code: 'ERR_LAB_INGRESS',
    fault: 'lab',
    message: `The lab's ingress did not start: ${what}.`,
    wayOut: '`npm run lab:down` and `npm run lab:up` give a new lab.',
    detail,
  });
}

/** True when the container is there as it should be and runs now. */
async function startAsItIs(lab: Lab, hash: string): Promise<boolean> {
  const [found, image] = await Promise.all([
    ask(lab.socket, 'GET', `/containers/${ingressContainer}/json`),
    ask(lab.socket, 'GET', `/images/${ingressImage}/json`),
  ]);
  if (found.status !== 200) return false;
  const container = found.body as { Image: string; Config: { Labels: Record<string, string> }; State: { Running: boolean } };
  const sameImage = image.status === 200 && container.Image === (image.body as { Id: string }).Id;
  if (!sameImage || container.Config.Labels[specificationLabel] !== hash) return false;
  if (container.State.Running) return true;
  // Its network may be gone with an earlier swarm; then it is made anew.
  return (await ask(lab.socket, 'POST', `/containers/${ingressContainer}/start`)).status < 400;
}

function containerSpecification(lab: Lab): { hash: string; body: unknown } {
  const { folder, certificate, key } = ingressFolder(lab.folder);
  const root = readFileSync(lab.ca.certificate);
  // What Caddy signed under another root is of no use, so each root has a folder of its own.
  const data = join(folder, `data-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  for (const made of [folder, data]) mkdirSync(made, { recursive: true, mode: 0o700 });
  copyFileSync(lab.ca.certificate, certificate);
  copyFileSync(lab.ca.key, key);
  chmodSync(key, 0o600);
  const port = [{ HostIp: lab.address }];
  const body = {
    Image: ingressImage,
    Entrypoint: ['/usr/bin/caddy'],
    Cmd: ['run', '--config', `${insideContainer.folder}/caddy.json`],
    Env: ['HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME'].map((name) => `${name}=${insideContainer.data}`),
    ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
    HostConfig: {
      Binds: [`${folder}:${insideContainer.folder}`, `${data}:${insideContainer.data}`],
      NetworkMode: 'proxy',
      PortBindings: { '80/tcp': port.map((to) => ({ ...to, HostPort: '80' })), '443/tcp': port.map((to) => ({ ...to, HostPort: '443' })) },
      RestartPolicy: { Name: 'unless-stopped' },
    },
  };
  const hash = createHash('sha256').update(JSON.stringify(body)).update(root).digest('hex');
  return { hash, body: { ...body, Labels: { [specificationLabel]: hash } } };
}

/** Undefined while it does not: the form that `until` asks for. */
function answersOverTls(lab: Lab): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: lab.address, port: 443, servername: `ingress.${lab.zone}`, ca: readFileSync(lab.ca.certificate), timeout: 2000 });
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready ? true : undefined);
    };
    socket.on('secureConnect', () => end(socket.authorized));
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
  });
}

async function lastLines(lab: Lab): Promise<string> {
  const answer = await ask(lab.socket, 'GET', `/containers/${ingressContainer}/logs?stdout=1&stderr=1&tail=20`);
  // The engine frames its lines with eight bytes that are no text.
  return String(answer.body).replace(/[^\x20-\x7e\n]/g, '');
}
