/** Runs a command in a container of the lab and gives what it wrote. */
import { execa } from 'execa';
import type { Lab } from '../../../lab/state.ts';

export async function execIn(lab: Lab, container: string, command: string[]): Promise<string> {
  const { stdout } = await execa('/usr/bin/docker', ['exec', container, ...command], { env: { DOCKER_HOST: `unix://${lab.socket}` } });
  return stdout;
}
