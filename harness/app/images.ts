/** Images are brought before a deploy and timed apart from it: a slow registry is not a slow app. */
import { execa } from 'execa';
import { HarnessError } from '../errors.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import { imageFault } from '../swarm/errors.ts';
import type { Workplace } from './workplace.ts';

export async function bringImages(place: Workplace, env: EnvFile): Promise<void> {
  const { run: { target }, engine, checkout, progress } = place;
  if (target.pull === 'never') return;
  const images = await checkout.images(env);
  const wanted = target.pull === 'always' ? images : await missingOf(place, images);
  if (wanted.length === 0) return;
  await progress.step(`bring ${wanted.join(', ')}`, async () => {
    if (target.pull_command) return bringByCommand(place, target.pull_command, wanted);
    for (const image of wanted) await progress.step(`pull ${image}`, () => engine.pull(image));
  });
}

async function missingOf({ engine }: Workplace, images: readonly string[]): Promise<string[]> {
  const there = await Promise.all(images.map(image => engine.hasImage(image)));
  return images.filter((_, index) => !there[index]);
}

async function bringByCommand({ progress, run }: Workplace, command: readonly string[], images: readonly string[]): Promise<void> {
  const [file = '', ...args] = [...command, ...images];
  const bringing = execa(file, args, { reject: false, stdin: 'ignore', all: true, env: { ABRA_DIR: run.abraDir } });
  bringing.all.setEncoding('utf8').on('data', text => {
    for (const line of String(text).split('\n').filter(Boolean)) progress.note(line);
  });
  const { failed, exitCode, all, shortMessage } = await bringing;
  if (!failed) return;
  throw new HarnessError({
    code: 'ERR_IMAGE_UNAVAILABLE', fault: imageFault(all),
    message: exitCode === undefined ? `${file} could not be run: ${shortMessage ?? 'no reason given'}` : `Not all images could be had: ${images.join(', ')}.`,
    wayOut: 'Follow what the command of target.pull_command says below.',
    detail: all.trim().split('\n').slice(-20).join('\n'),
    facts: { command: [file, ...args], exitCode },
  });
}
