/** Tells whether a request has got as far as a connection: silence before it and silence behind it are not the same fault. */
import type { Dispatcher } from 'undici';

/** The dispatcher, calling `then` when a request of it goes out over a connection that stands, TLS included. */
export function whenConnected(dispatcher: Dispatcher, then: () => void): Dispatcher {
  return dispatcher.compose(dispatch => (options, handler) => dispatch(options, {
    onRequestStart(controller, context) {
      then();
      handler.onRequestStart?.(controller, context);
    },
    onRequestUpgrade: (...upgrade) => handler.onRequestUpgrade?.(...upgrade),
    onResponseStart: (...start) => handler.onResponseStart?.(...start),
    onResponseData: (...data) => handler.onResponseData?.(...data),
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError: (...error) => handler.onResponseError?.(...error),
  }));
}
