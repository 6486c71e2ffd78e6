/** Deploys the lab's backup bot, once: later calls see that it is there and return. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ask, call } from '../engine/api.ts';
import { LabError } from '../errors.ts';
import { backupBot } from '../images/definitions/backup-bot.ts';
import { ensureImages } from '../images/ensure.ts';
import { inspectImage } from '../images/engine.ts';
import { keyOf } from '../images/store.ts';
import type { Lab } from '../state.ts';
import { runningContainer, waitForContainer } from './running.ts';

export const botImage: string = backupBot.ref;
export const botStack = 'backup-bot';
/** On its containers: from what they were made. */
const hashLabel = 'recipe-harness.lab.bot';
const composeFile = fileURLToPath(new URL('compose.yml', import.meta.url));

export async function deployBot(lab: Lab): Promise<void> {
  await ensureImages(lab, [botImage], () => undefined);
  const hash = keyOf(readFileSync(composeFile, 'utf8'), (await inspectImage(lab.socket, botImage))?.key);
  const label = `${hashLabel}=${hash}`;
  if (await runningContainer(lab.socket, label) !== undefined) return;
  await ensurePassword(lab);
  const { DockerRootDir } = await call(lab.socket, 'GET', '/info') as { DockerRootDir: string };
  const result = await execa('/usr/bin/docker', ['--host', `unix://${lab.socket}`, 'stack', 'deploy', '--resolve-image', 'never', '--compose-file', composeFile, botStack], {
    extendEnv: false,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: '/nonexistent',
      STACK_NAME: botStack,
      BOT_IMAGE: botImage,
      BOT_VERSION: botImage.slice(botImage.lastIndexOf(':') + 1),
      BOT_HASH: hash,
      VOLUMES_FOLDER: `${DockerRootDir}/volumes`,
    },
    all: true, reject: false, stdin: 'ignore',
  });
  if (result.failed) {
    throw new LabError({
      code: 'ERR_LAB_BOT',
      fault: 'lab',
      message: `The lab's backup bot could not be deployed: ${result.shortMessage ?? 'no reason given'}.`,
      wayOut: 'run `npm run lab:down` and `npm run lab:up`.',
      detail: result.all,
    });
  }
  await waitForContainer(lab.socket, label);
}

/** Made once per swarm. Nobody needs to know it: the backups live and end with the lab. */
async function ensurePassword(lab: Lab): Promise<void> {
  const name = `${botStack}_restic_password_v1`;
  if ((await ask(lab.socket, 'GET', `/secrets/${name}`)).status === 200) return;
  const data = Buffer.from(randomBytes(24).toString('base64url')).toString('base64');
  await call(lab.socket, 'POST', '/secrets/create', { body: { Name: name, Data: data, Labels: { 'com.docker.stack.namespace': botStack } } });
}
