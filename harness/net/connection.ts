/** A connection that stands: what is sent, and messages as they come. */
import type { Socket } from 'node:net';
import { observe } from '../observed.ts';
import type { Certificate } from './certificate.ts';
import { NetError } from './errors.ts';

/**
 * Cuts the first message off what has come so far: its length in bytes, and what it says; undefined while more must come.
 * What it throws says that this is no message at all.
 */
export type Cut<Message> = (bytes: Buffer) => { readonly length: number; readonly message: Message } | undefined;

/** For how long something is waited for. */
export interface Wait {
  /** Milliseconds until it must have come. Default 10,000. */
  timeout?: number;
}

/**
 * A connection to the app. It stays open until `close()`, at the latest until the end of the test or hook.
 *
 * @example
 * const mail = await net.tcp(25);
 * const lines = mail.messages(line);
 * await lines.next('the greeting', text => text.startsWith('220'));
 * await mail.send('EHLO tester\r\n');
 */
export class Connection {
  /** The certificate that was accepted; undefined without TLS. */
  readonly certificate: Certificate | undefined;
  readonly #socket: Socket;
  readonly #where: string;
  readonly #step: Step;
  #bytes = Buffer.alloc(0);
  #ended: string | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(socket: Socket, where: string, step: Step, certificate?: Certificate) {
    this.#socket = socket;
    this.#where = where;
    this.#step = step;
    this.certificate = certificate;
    socket.on('data', (part: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, part]);
      this.#tell();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.#end(error.code ?? error.message));
    socket.on('end', () => this.#end('the server ended it'));
    socket.on('close', () => this.#end('it was closed'));
  }

  /** True once the other side, or `close()`, has ended it. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Sends these bytes; returns once they are on their way.
   * @throws NetError when the connection has ended
   */
  async send(bytes: Uint8Array | string): Promise<void> {
    const sent = Buffer.from(bytes as Uint8Array);
    if (this.#ended !== undefined) throw new NetError('closed', this.#where, `nothing can be sent any more, ${this.#ended}`);
    observe({ kind: 'sent message', exchange: this, content: sent });
    await new Promise<void>((resolve, reject) => this.#socket.write(sent, error => error ? reject(new NetError('closed', this.#where, `the connection broke (${error.message})`, error)) : resolve()));
  }

  /** What comes, cut into messages; asked for once for a connection. */
  messages<Message>(cut: Cut<Message>): Messages<Message> {
    return new Messages({ step: this.#step, where: this.#where, take: () => this.#take(cut), ended: () => this.#ended, change: signal => this.#change(signal) });
  }

  /** Resolves when the server has ended the connection. @throws NetError when it has not done so in time */
  async untilEnded({ timeout = defaultTimeout }: Wait = {}): Promise<void> {
    await this.#step('wait for the end of the connection', async () => {
      const signal = AbortSignal.timeout(timeout);
      while (this.#ended === undefined) {
        if (signal.aborted) throw new NetError('timeout', this.#where, `the server has not ended the connection within ${timeout / 1_000} s`);
        await this.#change(signal);
      }
    });
  }

  /** Ends the connection, and returns when it is gone. */
  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    const gone = new Promise<void>(resolve => this.#socket.once('close', () => resolve()));
    this.#socket.destroy();
    await gone;
  }

  #take<Message>(cut: Cut<Message>): Message | undefined {
    const found = this.#bytes.length > 0 ? this.#cutOff(cut) : undefined;
    if (!found) return undefined;
    const bytes = this.#bytes.subarray(0, found.length);
    this.#bytes = this.#bytes.subarray(found.length);
    observe({ kind: 'message', exchange: this, bytes });
    return found.message;
  }

  #cutOff<Message>(cut: Cut<Message>): ReturnType<Cut<Message>> {
    try {
      return cut(this.#bytes);
    } catch (cause) {
      throw new NetError('nonsense', this.#where, `what came is no message (${cause instanceof Error ? cause.message : String(cause)})`, cause);
    }
  }

  #end(why: string): void {
    this.#ended ??= why;
    this.#tell();
  }

  #tell(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Something came, or the end did, or the time is up. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

/** Runs what it is given under a title of the report. */
export type Step = <T>(title: string, body: () => Promise<T>) => Promise<T>;

export const defaultTimeout = 10_000;

interface Source<Message> {
  readonly step: Step;
  readonly where: string;
  readonly take: () => Message | undefined;
  readonly ended: () => string | undefined;
  readonly change: (signal: AbortSignal) => Promise<void>;
}

/** The messages of a connection, in their order. Nothing is lost: what one wait passes over, a later one may ask for. */
export class Messages<Message> {
  readonly #source: Source<Message>;
  readonly #kept: Message[] = [];

  constructor(source: Source<Message>) {
    this.#source = source;
  }

  /**
   * The first message that fits and was not handed out before: at once if it has come already, else as soon as it comes.
   *
   * @param what what is waited for, as a person would say it: "the server's greeting"
   * @param fits whether it is this one; without it the next one is
   * @param wait `timeout` in milliseconds, 10,000 by default
   * @throws NetError `ERR_NET_TIMEOUT`, `ERR_NET_CLOSED` when the connection ends first, `ERR_NET_NONSENSE` when what comes cannot be cut into messages
   */
  async next(what: string, fits: (message: Message) => boolean = () => true, wait: Wait = {}): Promise<Message> {
    const [found] = await this.#find(what, fits, wait, at => this.#kept.splice(at, 1));
    return found as Message;
  }

  /**
   * All messages up to the first that fits, this one included: what a server tells before it says that this was all.
   * @throws NetError as `next` does
   */
  async upTo(what: string, fits: (message: Message) => boolean, wait: Wait = {}): Promise<Message[]> {
    return this.#find(what, fits, wait, at => this.#kept.splice(0, at + 1));
  }

  #find(what: string, fits: (message: Message) => boolean, { timeout = defaultTimeout }: Wait, handOut: (at: number) => Message[]): Promise<Message[]> {
    const { step, where, ended, change } = this.#source;
    return step(`wait for ${what}`, async () => {
      const signal = AbortSignal.timeout(timeout);
      for (let looked = 0; ;) {
        this.#takeAll();
        const at = this.#kept.findIndex((message, index) => index >= looked && fits(message));
        if (at >= 0) return handOut(at);
        looked = this.#kept.length;
        const passed = looked === 0 ? 'nothing came' : `${looked} other messages came`;
        const end = ended();
        if (end !== undefined) throw new NetError('closed', where, `${what} did not come, ${end}; ${passed}`);
        if (signal.aborted) throw new NetError('timeout', where, `${what} did not come within ${timeout / 1_000} s; ${passed}`);
        await change(signal);
      }
    });
  }

  #takeAll(): void {
    for (let message = this.#source.take(); message !== undefined; message = this.#source.take()) this.#kept.push(message);
  }
}
