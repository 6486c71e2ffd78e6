/** Brings the lab up before the first test, and takes it down after the last if it was not up before. */
import { join } from 'node:path';
import { execa } from 'execa';

const cli = join(import.meta.dirname, '..', 'lab', 'cli.ts');

export default async function labUp(): Promise<() => Promise<void>> {
  const { stdout } = await execa(process.execPath, [cli, 'up', '--json'], { stderr: 'inherit' });
  const { target, started } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { target: string; started: boolean };
  process.env['LAB_TARGET'] = target;
  return async () => {
    if (started) await execa(process.execPath, [cli, 'down'], { stdio: 'inherit' });
  };
}
