/** From what a forge answered, or did not, to why and what to do about it. */
import { ForgeError, type ForgeErrorInit } from './forge-error.ts';

type Told = Pick<ForgeErrorInit, 'code' | 'message' | 'wayOut'> & Partial<ForgeErrorInit>;

/** An answer that is none of the good ones. */
export function failedAnswer(what: string, answer: Response & { error?: unknown }, token: string): ForgeError {
  const { status } = answer;
  const said = saidBy(answer.error, token);
  const begin = `the forge would not ${what} (HTTP ${status}${said === '' ? '' : `: ${said}`})`;
  return new ForgeError(ofStatus(status, begin, answer.headers));
}

function ofStatus(status: number, message: string, headers: Headers): Told {
  if (status === 401) return { code: 'ERR_FORGE_TOKEN', fault: 'user', message, wayOut: 'Make a new token for the forge and store it as HARNESS_FORGE_TOKEN.' };
  if (status === 403) return { code: 'ERR_FORGE_REFUSED', fault: 'user', message, wayOut: "Give the token the scopes read:user, write:issue and write:repository, and its user the right to write to the repository; unlock the conversation if it is locked." };
  if (status === 404) return { code: 'ERR_FORGE_NOT_FOUND', fault: 'user', message, wayOut: "Let the token's user see the repository, and look whether repository, pull request and commit are still there." };
  if (status === 423) return { code: 'ERR_FORGE_REFUSED', fault: 'user', message, wayOut: 'Take the repository out of the archive.' };
  if (status === 413) return { code: 'ERR_FORGE_REFUSED', fault: 'user', message, wayOut: 'Let the forge, and the proxy before it, take larger requests.' };
  if (status === 429) {
    const afterMs = retryAfter(headers);
    return { code: 'ERR_FORGE_RATE', message, wayOut: 'Build again later, or ask for a higher limit.', again: afterMs === undefined ? {} : { afterMs } };
  }
  if (status >= 300 && status < 400) return { code: 'ERR_FORGE_ADDRESS', fault: 'user', message: `${message}: it points elsewhere`, wayOut: 'Set HARNESS_FORGE_URL to the address to which the forge redirects, or correct the name of the repository if it has a new one.' };
  if (status >= 500 || status === 408) {
    const afterMs = retryAfter(headers);
    return { code: 'ERR_FORGE_DOWN', message, wayOut: 'Look after the forge, then build again.', again: afterMs === undefined ? {} : { afterMs } };
  }
  return { code: 'ERR_FORGE_UNPROCESSABLE', fault: 'harness', message, wayOut: 'Report it with this line: the forge understands the request otherwise than its interface says.' };
}

/** No answer, or none that came to its end. */
export function failedRequest(what: string, server: string, error: unknown, requestMs: number): ForgeError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ForgeError({ code: 'ERR_FORGE_TIMEOUT', message: `the forge did not ${what} in time (${Math.round(requestMs / 1000)} s for one answer)`, wayOut: 'Look after the forge, then build again.', again: {}, cause: error });
  }
  // Whoever aborts may name a signal as the reason.
  if (typeof error === 'string' || (error instanceof Error && error.name === 'AbortError')) {
    return new ForgeError({ code: 'ERR_FORGE_CANCELLED', message: `the build was cancelled before the forge could ${what}`, wayOut: 'Build again.', cause: error });
  }
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  const why = typeof cause?.code === 'string' ? cause.code : error instanceof Error ? error.name : 'unknown';
  return new ForgeError({ code: 'ERR_FORGE_DOWN', message: `${server} cannot be reached to ${what} (${plain(why)})`, wayOut: 'Look after the forge and the way to it, or correct HARNESS_FORGE_URL.', again: {}, cause: error });
}

/** A page for people, an empty answer, another program. */
export function noSuchAnswer(what: string, server: string): ForgeError {
  return new ForgeError({ code: 'ERR_FORGE_ANSWER', message: `${server} was to ${what}, and answered with something that no Gitea says`, wayOut: 'Set HARNESS_FORGE_URL to the address of the forge itself, with the path under which it is served.' });
}

/** Seconds, or a date. */
function retryAfter(headers: Headers): number | undefined {
  const told = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(told)) return Number(told) * 1000;
  const date = Date.parse(told);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function saidBy(error: unknown, token: string): string {
  const message = typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string' && !(error instanceof Error) ? error.message : '';
  return plain(message.replaceAll(token, '[masked]'));
}

/** Words of a server, for one line of a terminal. */
function plain(text: string): string {
  return text.slice(0, 1000).replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim().slice(0, 160);
}
