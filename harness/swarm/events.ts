/** The engine's events as one endless stream that heals itself: after each break it says so, and what was missed is asked for again. */
import type { Readable } from 'node:stream';
import { isUnreachable } from './errors.ts';
import { systemClock, type Clock } from './clock.ts';

export interface EngineEvent {
  /** `resync`: the stream is (again) connected, and whatever was known before must be looked at once more. */
  readonly kind: 'event' | 'resync';
  /** container, service, node, network, volume, secret, config, image… */
  readonly type: string;
  /** start, die, create, remove, `health_status: healthy`… */
  readonly action: string;
  /** Id of what it happened to. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch by the engine's clock, with fraction. */
  readonly at: number;
}

interface RawEvent { Type?: string; Action?: string; Actor?: { ID?: string; Attributes?: Record<string, string> }; timeNano?: number; time?: number }

/** One line of the engine's stream; undefined for the noise of health probes and for what is no event. */
export function parseEvent(line: string): EngineEvent | undefined {
  let raw: RawEvent;
  try {
    raw = JSON.parse(line) as RawEvent;
  } catch {
    return undefined;
  }
  const action = raw?.Action ?? '';
  if (!raw?.Type || /^exec_(create|start|die|detach)\b/.test(action)) return undefined;
  return {
    kind: 'event', type: raw.Type, action, id: raw.Actor?.ID ?? '', attributes: raw.Actor?.Attributes ?? {},
    at: raw.timeNano ? raw.timeNano / 1e6 : (raw.time ?? 0) * 1000,
  };
}

/** Lines of a byte stream, as they come. */
export async function* lines(stream: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest += decoder.decode(chunk, { stream: true });
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      if (end > 0) yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
  if (rest) yield rest;
}

export interface EventSource {
  /** Opens the stream; events since that moment (engine's clock, ms) are sent first. */
  open(since: number, signal: AbortSignal): Promise<Readable>;
  /** From when on, by the engine's clock. */
  readonly since: number;
}

/** For how long a broken stream is tried again before the engine counts as gone. */
export const eventPatienceMs = 60_000;

/**
 * Yields a resync first, then events. `since` closes the gap between the engine's answer and its subscription, which come in that order,
 * and the gap of a broken connection.
 */
export async function* eventStream(source: EventSource, signal: AbortSignal, clock: Clock = systemClock): AsyncGenerator<EngineEvent> {
  let { since } = source;
  let brokenAt: number | undefined;
  let pause = 50;
  while (!signal.aborted) {
    try {
      const stream = await source.open(since, signal);
      brokenAt = undefined;
      pause = 50;
      yield { kind: 'resync', type: '', action: '', id: '', attributes: {}, at: since };
      for await (const line of lines(stream)) {
        const event = parseEvent(line);
        if (!event) continue;
        since = Math.max(since, event.at);
        yield event;
      }
    } catch (error) {
      if (signal.aborted) return;
      brokenAt ??= clock.now();
      if (!retryable(error) || clock.now() - brokenAt > eventPatienceMs) throw error;
    }
    if (signal.aborted) return;
    // A daemon that restarts has no event to tell of it: try again, less and less often.
    await new Promise<void>(again => {
      const cancel = clock.after(pause, finish);
      function finish() { signal.removeEventListener('abort', finish); cancel(); again(); }
      signal.addEventListener('abort', finish, { once: true });
    });
    pause = Math.min(pause * 2, 1_000);
  }
}

function retryable(error: unknown): boolean {
  const { code, message, status } = error as { code?: string; message?: string; status?: number };
  return isUnreachable(error) || (status ?? 0) >= 500 || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_SSH' || /aborted|socket hang up|terminated/.test(message ?? '');
}
