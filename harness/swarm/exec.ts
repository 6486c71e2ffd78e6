/** A command inside a container, with both of its streams and its exit status. */
import type Dockerode from 'dockerode';
import { PassThrough, type Duplex, type Readable } from 'node:stream';
import { HarnessError } from '../errors.ts';
import { seconds } from './clock.ts';

export interface ExecOptions {
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Gives up waiting after this; what runs in the container goes on. */
  readonly deadlineMs?: number;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export async function execIn(docker: Dockerode, containerId: string, argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
  const exec = await docker.getContainer(containerId).exec({
    Cmd: [...argv], AttachStdout: true, AttachStderr: true, AttachStdin: options.stdin !== undefined,
    ...(options.user === undefined ? {} : { User: options.user }),
    ...(options.env ? { Env: Object.entries(options.env).map(([key, value]) => `${key}=${value}`) } : {}),
  });
  const stream: Duplex = await exec.start({ hijack: true, stdin: true });
  if (options.stdin !== undefined) stream.end(options.stdin);
  const { stdout, stderr } = await within(streams(docker, stream), options.deadlineMs, () => {
    stream.destroy();
    return new HarnessError({
      code: 'ERR_EXEC_DEADLINE', fault: 'recipe', message: `A command in the container did not end within ${seconds(options.deadlineMs ?? 0)}: ${argv[0] ?? ''}.`,
      wayOut: 'Look at what it waits for; its arguments may hold secrets and are not shown.',
    });
  });
  const { ExitCode } = await exec.inspect();
  return { stdout, stderr, exitCode: ExitCode ?? -1 };
}

/** Takes the engine's two interleaved streams apart and reads both to their end. */
export async function streams(docker: Dockerode, stream: Readable): Promise<{ stdout: string; stderr: string }> {
  const sinks = { stdout: new PassThrough(), stderr: new PassThrough() };
  const texts = { stdout: collect(sinks.stdout), stderr: collect(sinks.stderr) };
  (docker.modem as { demuxStream(from: Readable, out: PassThrough, err: PassThrough): void }).demuxStream(stream, sinks.stdout, sinks.stderr);
  const finish = () => { sinks.stdout.end(); sinks.stderr.end(); };
  stream.once('end', finish).once('close', finish);
  stream.once('error', error => { sinks.stdout.destroy(error); sinks.stderr.destroy(error); });
  const [stdout, stderr] = await Promise.all([texts.stdout, texts.stderr]);
  return { stdout, stderr };
}

async function collect(sink: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of sink as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function within<T>(work: Promise<T>, deadlineMs: number | undefined, late: () => Error): Promise<T> {
  if (deadlineMs === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(late()), deadlineMs); });
  work.catch(() => undefined);
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
