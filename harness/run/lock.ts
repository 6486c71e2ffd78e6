/** Locks that the kernel frees when their holder dies: abstract Unix sockets, one name for one holder. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { type ProcessIdentity, selfIdentity } from './process.ts';

/** Who holds a lock, as the holder tells it. */
export interface Holder extends ProcessIdentity {
  /** What it is doing: "install custom-html". */
  readonly what: string;
  /** ISO time. */
  readonly since: string;
}

export interface Lock extends AsyncDisposable {
  readonly name: string;
  release(): Promise<void>;
}

export interface Acquire {
  /** What the lock is wanted for; told to whoever waits for it. */
  what: string;
  /** Milliseconds to wait for another holder. 0: do not wait. */
  waitMs: number;
  /** Told once for each holder that is waited for. */
  onWait?: (holder: Holder) => void;
}

/** The lock of one app of one state folder: held during every operation on it, by whoever does it. */
export function appLock(stateFolder: string, domain: string): string {
  return lockName(stateFolder, 'app', domain);
}

/** Held by the runner, and by its reaper in the runner's stead, for as long as the run has an owner. */
export function runLock(stateFolder: string, runId: string, owner: 'runner' | 'reaper'): string {
  return lockName(stateFolder, owner, runId);
}

/** Abstract names are seen by every user of the machine and hold 107 bytes: user and folder make them one's own. */
function lockName(...parts: string[]): string {
  const hash = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
  return `recipe-harness/${process.getuid?.() ?? 0}/${hash}`;
}

/** Takes the lock, waiting for its holder's end where there is one. Throws ERR_LOCKED when that takes too long. */
export async function acquireLock(name: string, { what, waitMs, onWait }: Acquire): Promise<Lock> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const lock = await tryLock(name, what);
    if (lock) return lock;
    const holder = await askHolder(name, deadline, onWait);
    if (performance.now() >= deadline) throw lockedError(name, what, holder, waitMs);
  }
}

/** The lock, or undefined when another holds it. */
export async function tryLock(name: string, what: string): Promise<Lock | undefined> {
  const holder: Holder = { ...selfIdentity(), what, since: new Date().toISOString() };
  const waiting = new Set<Socket>();
  const server = createServer(socket => {
    // Kept open: that it closes is how the one who waits learns of the release.
    socket.on('error', () => undefined).unref();
    socket.write(`${JSON.stringify(holder)}\n`);
    waiting.add(socket);
    socket.on('close', () => waiting.delete(socket));
  });
  if (!await listens(server, name)) return undefined;
  server.unref();
  const release = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of waiting) socket.destroy();
    await closed;
  };
  return { name, release, [Symbol.asyncDispose]: release };
}

/** Who holds the lock now; undefined when nobody does. */
export async function holderOf(name: string): Promise<Holder | undefined> {
  return askHolder(name, performance.now() + 200, undefined, true);
}

/** Whether anybody holds the lock: one who is too busy to tell, or was stopped, holds it no less. */
export async function isHeld(name: string): Promise<boolean> {
  const socket = connect({ path: addressOf(name) });
  return new Promise(resolve => {
    const say = (held: boolean): void => {
      socket.destroy();
      resolve(held);
    };
    socket.on('connect', () => socket.setTimeout(200, () => say(true)));
    socket.on('data', () => say(true));
    // Nobody is there, or whoever was has let go at this moment.
    socket.on('error', () => say(false));
    socket.on('close', () => say(false));
  });
}

/** Linux alone has names that vanish with their holder; elsewhere the name is a file. */
const abstract = process.platform === 'linux';

function addressOf(name: string): string {
  return abstract ? `\0${name}` : join(tmpdir(), name.replaceAll('/', '-'));
}

async function listens(server: Server, name: string): Promise<boolean> {
  try {
    server.listen({ path: addressOf(name) });
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** Connects to the holder and stays until it lets go or the deadline comes; at once back when `onlyAsk`. */
async function askHolder(name: string, deadline: number, onWait?: Acquire['onWait'], onlyAsk = false): Promise<Holder | undefined> {
  const socket = connect({ path: addressOf(name) });
  let told = '';
  let holder: Holder | undefined;
  socket.setEncoding('utf8');
  socket.setTimeout(Math.max(deadline - performance.now(), 1), () => socket.destroy());
  socket.on('error', error => {
    // Let go between our attempt and this question; where names are files, a dead holder's is left behind.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' && !abstract) rmSync(addressOf(name), { force: true });
  });
  socket.on('data', chunk => {
    told += String(chunk);
    if (holder || !told.includes('\n')) return;
    holder = JSON.parse(told.slice(0, told.indexOf('\n'))) as Holder;
    onWait?.(holder);
    if (onlyAsk) socket.destroy();
  });
  await new Promise(resolve => socket.once('close', resolve));
  return holder;
}

function lockedError(name: string, what: string, holder: Holder | undefined, waitMs: number): HarnessError {
  const by = holder ? `process ${holder.pid} (${holder.what}, since ${holder.since})` : 'another process';
  return new HarnessError({
    code: 'ERR_LOCKED', fault: 'environment',
    message: `${what}: waited ${Math.round(waitMs / 1_000)} s for ${by}.`,
    wayOut: 'Let that process end, or end it; the lock goes with it.',
    facts: { lock: name, holder },
  });
}
