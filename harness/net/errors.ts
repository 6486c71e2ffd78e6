/** What can go wrong on a socket: no connection, another certificate than expected, silence, or an end too early. */
import { HarnessError, type Fault } from '../errors.ts';

const told = {
  name: { fault: 'environment', wayOut: 'Check `zone` and `address` in [target] of harness.toml: every name of the zone must reach the server.' },
  unreached: { fault: 'environment', wayOut: 'Check that the server is up, and that no firewall keeps this port from whoever runs the tests.' },
  refused: { fault: 'recipe', wayOut: 'Look at the ports that the compose files publish (COMPOSE_FILE may have to name one more), and at the log of the service.' },
  certificate: { fault: 'recipe', wayOut: 'A server that signs its own certificate: look at it with `net.certificate(port)`, and give its fingerprint as `pin`. No certificate is taken unseen.' },
  handshake: { fault: 'recipe', wayOut: 'Look at the log of the service: what answers on this port does not speak TLS as it should.' },
  timeout: { fault: 'recipe', wayOut: 'Look at the log of the service: the connection was there, what was waited for did not come.' },
  closed: { fault: 'recipe', wayOut: 'Look at the log of the service: it closed the connection before what was waited for had come.' },
  nonsense: { fault: 'recipe', wayOut: 'Compare what came with the protocol: it is no message of it.' },
} as const satisfies Record<string, { fault: Fault; wayOut: string }>;

/**
 * No connection, or not what was waited for on it; thrown by everything that `net` does. `kind` says which, and so does the code:
 * `ERR_NET_NAME`, `_UNREACHED` (the environment's fault), `_REFUSED`, `_CERTIFICATE`, `_HANDSHAKE`, `_TIMEOUT`, `_CLOSED`, `_NONSENSE` (the recipe's).
 */
export class NetError extends HarnessError {
  readonly kind: keyof typeof told;

  constructor(kind: keyof typeof told, where: string, reason: string, cause?: unknown) {
    super({ code: `ERR_NET_${kind.toUpperCase()}`, fault: told[kind].fault, message: `${where}: ${reason}.`, wayOut: told[kind].wayOut, facts: { where, kind }, cause });
    this.kind = kind;
  }
}

/** What the system says of a socket that never connected. */
export function noConnection(where: string, cause: unknown): NetError {
  const { code = '', message = String(cause) } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new NetError('name', where, `the name is not known (${code})`, cause);
  if (code === 'ECONNREFUSED') return new NetError('refused', where, 'the connection is refused: nothing listens on this port', cause);
  return new NetError('unreached', where, `no connection came about (${code || message})`, cause);
}
