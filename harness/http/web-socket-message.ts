/** What came over a WebSocket: a text or bytes. */
import { HarnessError } from '../errors.ts';

/** One message as it came. */
export class WebSocketMessage {
  readonly bytes: Buffer;
  /** Sent as bytes, not as text. */
  readonly binary: boolean;

  constructor(data: string | ArrayBuffer) {
    this.binary = typeof data !== 'string';
    this.bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data);
  }

  /** As UTF-8. */
  text(): string {
    return this.bytes.toString('utf8');
  }

  /**
   * As JSON; its shape is what the caller claims, not checked.
   * @throws HarnessError `ERR_WEBSOCKET_NOT_JSON`, with the head of the message
   */
  json<T = unknown>(): T {
    try {
      return JSON.parse(this.text()) as T;
    } catch (cause) {
      throw new HarnessError({
        code: 'ERR_WEBSOCKET_NOT_JSON', fault: 'recipe', message: 'A message of the WebSocket is not JSON.',
        wayOut: 'Ask for text() or bytes, or for messages of another kind.', detail: this.text().slice(0, 300), cause,
      });
    }
  }
}
