/** The engine behind ssh: the system's own ssh runs `docker system dial-stdio` over there, and its pipes are the connection. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex, type Readable, type Writable } from 'node:stream';

/** What ssh is called with for `ssh://[user@]host[:port]`. The user's ~/.ssh/config counts; nothing is ever asked. */
export function sshArguments(endpoint: string): string[] {
  const { hostname, port, username } = new URL(endpoint);
  return [
    '-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=10', '-o', 'ServerAliveCountMax=3',
    ...(username ? ['-l', decodeURIComponent(username)] : []), ...(port ? ['-p', port] : []),
    '--', hostname.replace(/^\[|\]$/g, ''), 'docker', 'system', 'dial-stdio',
  ];
}

/** Connections through ssh, kept for the next request: a new one costs a whole handshake. */
export class SshAgent extends Agent {
  readonly #endpoint: string;
  readonly #program: string;

  constructor(endpoint: string, program = 'ssh') {
    super({ keepAlive: true, maxFreeSockets: 4, maxSockets: 16 });
    this.#endpoint = endpoint;
    this.#program = program;
  }

  override createConnection(_options: ClientRequestArgs): Duplex {
    const child = spawn(this.#program, sshArguments(this.#endpoint), { stdio: ['pipe', 'pipe', 'pipe'] });
    return new ChildSocket(child);
  }
}

/** A child's standard input and output in the shape of a socket. Closed pipes end ssh, also when this process is killed. */
class ChildSocket extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #complaint = '';

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    super({ allowHalfOpen: true });
    this.#child = child;
    child.stdout.on('data', chunk => { if (!this.push(chunk)) child.stdout.pause(); });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { this.#complaint = (this.#complaint + text).slice(-2_000); });
    child.stdin.on('error', () => undefined);
    child.on('error', error => this.destroy(sshError(`ssh could not be started: ${error.message}`)));
    child.on('close', status => {
      // Only now is it known why the stream ended: a plain end would read as a server that hung up.
      if (status) this.destroy(sshError(this.#complaint.trim() || `ssh ended with status ${status}`));
      else this.once('end', () => this.destroy()).push(null);
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A broken pipe means that ssh has ended; why, its end will tell.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.stdin.destroy();
    this.#child.kill();
    done(error);
  }

  // What http.Agent expects of a socket. An idle connection must not keep the process alive.
  setKeepAlive(): this { return this; }
  setNoDelay(): this { return this; }
  setTimeout(): this { return this; }
  ref(): this { return this.#hold('ref'); }
  unref(): this { return this.#hold('unref'); }

  #hold(how: 'ref' | 'unref'): this {
    this.#child[how]();
    for (const pipe of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) (pipe as unknown as Socket)[how]();
    return this;
  }
}

function sshError(said: string): Error {
  return Object.assign(new Error(said), { code: 'ERR_SSH' });
}
