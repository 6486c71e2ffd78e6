/** What goes between a test and its app, told to whoever listens: the gate weighs a test by it. Where nobody listens it costs nothing. */
import { channel } from 'node:diagnostics_channel';

/** Kept in memory for the length of a test, and written nowhere: much of it is secret. */
export type Observed =
  /** Goes out to the app; `exchange` is the same in its answer. */
  | { kind: 'request'; exchange: object; method: string; url: string; headers: Readonly<Record<string, string>>; body: SentBody }
  | { kind: 'answer'; exchange: object; status: number; headers: Readonly<Record<string, string>>; bytes: Buffer }
  /** Over a WebSocket, where `exchange` is that of the request that opened it; or over a plain connection, or a question by datagram, each with its own. */
  | { kind: 'sent message'; exchange: object; content: string | Uint8Array }
  | { kind: 'message'; exchange: object; bytes: Buffer }
  /** Of a token whose signature held, or what a provider tells of its user. */
  | { kind: 'claims'; claims: object }
  /** Made by the run before the test: a user, an issuer. */
  | { kind: 'given'; values: unknown }
  /** Handed out by `unique()`. */
  | { kind: 'token'; value: string }
  /** Sent by the app to somebody. */
  | { kind: 'mail'; text: string }
  /** Put into a container. */
  | { kind: 'file'; content: Buffer }
  | { kind: 'command'; argv: readonly string[]; said: string }
  /** What a record of data was seen to be. */
  | { kind: 'record'; seen: 'absent' | 'unchanged'; by: string };

export interface SentBody {
  body?: string | Uint8Array;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  multipart?: Readonly<Record<string, string | { filename: string; bytes: Uint8Array | string }>>;
}

const observations = channel('recipe-harness:observed');

export function observe(observed: Observed): void {
  if (observations.hasSubscribers) observations.publish(observed);
}

/** From here on `hear` is told; never taken back, since a process has one listener. */
export function listen(hear: (observed: Observed) => void): void {
  observations.subscribe(message => hear(message as Observed));
}
