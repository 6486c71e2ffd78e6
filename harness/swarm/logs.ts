/** The last lines of a service, from its containers on this node: also from dead ones, and without abra. */
import type Dockerode from 'dockerode';
import { Readable } from 'node:stream';
import { streams } from './exec.ts';
import type { Container } from './views.ts';

/** Newest container last; the lines of one container in the order in which they were written. */
export async function lastLines(docker: Dockerode, containers: readonly Container[], tail: number): Promise<string[]> {
  const collected: string[] = [];
  for (const container of [...containers].sort((a, b) => b.createdAt - a.createdAt)) {
    if (collected.length >= tail) break;
    collected.unshift(...(await linesOf(docker, container.id, tail - collected.length)));
  }
  return collected;
}

async function linesOf(docker: Dockerode, id: string, tail: number): Promise<string[]> {
  try {
    // With follow off docker-modem hands the whole answer over as one buffer.
    const answer = await docker.getContainer(id).logs({ stdout: true, stderr: true, timestamps: true, follow: false, tail });
    const { stdout, stderr } = await streams(docker, Readable.from([answer]));
    return inOrder(stdout, stderr).slice(-tail);
  } catch (error) {
    // Gone meanwhile, or a log driver that cannot be read: the verdict stands without its lines.
    const said = (error as Error).message;
    return /driver/.test(said) ? [`(no log lines: ${said.trim()})`] : [];
  }
}

/** Merges both streams by the time stamps that the engine put before each line, and takes these off. */
export function inOrder(stdout: string, stderr: string): string[] {
  return [stdout, stderr]
    .flatMap(text => text.split('\n').filter(line => line !== ''))
    .map((line, index) => ({ index, stamp: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1).trimEnd() }))
    .sort((a, b) => a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : a.index - b.index)
    .map(line => line.text);
}
