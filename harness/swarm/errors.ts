/** Errors of the engine and of convergence, and what the engine's own texts say about whose fault it is. */
import { HarnessError, type Fault, type HarnessErrorInit } from '../errors.ts';

/** The engine does not answer, or refused a request. */
export class EngineError extends HarnessError {
  /** HTTP status of a refusal. */
  readonly status: number | undefined;

  constructor(init: HarnessErrorInit & { status?: number | undefined }) {
    super(init);
    this.status = init.status;
  }
}

export type ConvergenceCode =
  | 'ERR_TASK_REJECTED' | 'ERR_APP_CRASH_LOOP' | 'ERR_APP_EXITED' | 'ERR_APP_UNHEALTHY' | 'ERR_UPDATE_ROLLED_BACK' | 'ERR_UPDATE_PAUSED'
  | 'ERR_IMAGE_UNAVAILABLE' | 'ERR_NO_SUITABLE_NODE' | 'ERR_WRONG_IDENTITY' | 'ERR_NOT_READY' | 'ERR_NO_APP_SERVICE' | 'ERR_CONVERGE_DEADLINE'
  | 'ERR_SERVICE_MISSING' | 'ERR_ENGINE_RESTARTED' | 'ERR_NO_EXPECTATION';

/** The stack will not come up, or cannot be shown to be what was deployed. `facts`: service, lines, state. */
export class ConvergenceError extends HarnessError {
  declare readonly code: ConvergenceCode;

  constructor(init: HarnessErrorInit & { code: ConvergenceCode }) {
    super(init);
  }
}

const connectionCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EACCES', 'EPERM', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOTSOCK', 'ERR_SSH',
]);

/** Any failure of a request as an EngineError: unreachable with its endpoint, or refused with the engine's words. */
export function engineError(cause: unknown, endpoint: string, doing: string): HarnessError {
  if (cause instanceof HarnessError) return cause;
  const failure = cause as { code?: string; statusCode?: number; message?: string; json?: unknown; name?: string };
  const said = (failure.message ?? String(cause)).trim();
  if (failure.statusCode === undefined) {
    const known = connectionCodes.has(failure.code ?? '') || /socket hang up|other side closed/.test(said);
    if (known) return unreachable(endpoint, said, failure.code, cause);
    return new EngineError({
      code: 'ERR_ENGINE_REQUEST', fault: 'harness', message: `A request to the engine failed: ${doing}.`,
      wayOut: 'Report this with the lines below.', detail: said, cause, facts: { endpoint, doing },
    });
  }
  const answer = (failure.json as { message?: string } | null | undefined)?.message ?? said;
  const full = /no space left on device/i.test(answer);
  return new EngineError({
    code: full ? 'ERR_DISK_FULL' : 'ERR_ENGINE_REFUSED', fault: 'environment', status: failure.statusCode,
    message: full ? `The engine's disk is full: ${doing}.` : `The engine refused: ${doing}.`,
    wayOut: full ? 'Free space on the engine (docker system df), then run again.' : 'Read the engine\'s answer below; it names what is in the way.',
    detail: `${answer} (HTTP ${failure.statusCode})`, cause, facts: { endpoint, doing, status: failure.statusCode },
  });
}

function unreachable(endpoint: string, said: string, code: string | undefined, cause: unknown): EngineError {
  const wayOut = endpoint.startsWith('ssh://')
    ? `Try "ssh ${endpoint} docker version"; it must work without a question (key in the agent, host known).`
    : code === 'EACCES' || code === 'EPERM'
      ? 'Run as a user who may open that socket (group docker), or correct docker under [target].'
      : 'Start the engine, or correct docker under [target].';
  return new EngineError({
    code: 'ERR_ENGINE_UNREACHABLE', fault: 'environment', message: `The engine at ${endpoint} does not answer.`,
    wayOut, detail: said, cause, facts: { endpoint, errno: code },
  });
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof HarnessError && error.code === 'ERR_ENGINE_UNREACHABLE';
}

/** HTTP status of a refusal by the engine, else undefined. */
export function refusedWith(error: unknown): number | undefined {
  return error instanceof EngineError ? error.status : undefined;
}

/** What the registry or the engine said about an image, as a fault: a name that does not exist is the recipe's, a limit or a network is not. */
export function imageFault(said: string): Fault {
  if (/toomanyrequests|rate limit|too many requests/i.test(said)) return 'environment';
  return /manifest unknown|manifest for .* not found|name unknown|repository does not exist|repository .* not found|invalid reference format|no matching manifest/i.test(said) ? 'recipe' : 'environment';
}
