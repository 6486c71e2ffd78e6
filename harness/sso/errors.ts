/** What can go wrong with a provider of single sign-on and with a login. No message holds a password, a secret or a token. */
import { HarnessError } from '../errors.ts';
import { HttpNetworkError } from '../http/errors.ts';
import { isIngressOwnAnswer } from '../http/ingress-answer.ts';
import type { HttpResponse } from '../http/response.ts';

/** Who is asked, for messages. */
interface At { readonly name: string; readonly url: string }

/** The provider does not answer, or answers as one that is down. Code `ERR_SSO_UNREACHABLE`, the environment's fault. */
export class SsoUnreachableError extends HarnessError {
  constructor(provider: At, what: string, reason: string, cause?: unknown) {
    super({
      code: 'ERR_SSO_UNREACHABLE', fault: 'environment',
      message: `The provider ${provider.name} at ${provider.url} does not answer (${what}): ${reason.replace(/\.$/, '')}.`,
      wayOut: `Look at the app ${new URL(provider.url).hostname}: its services, and the log of ${provider.name}.`,
      facts: { provider: provider.name, url: provider.url },
      cause,
    });
  }
}

/** The provider does not take its administrator. Code `ERR_SSO_ADMIN_REFUSED`, the environment's fault. */
export class SsoAdminRefusedError extends HarnessError {
  constructor(provider: At, answer: { status: number; reason: string }, wayOut: string) {
    super({
      code: 'ERR_SSO_ADMIN_REFUSED', fault: 'environment',
      message: `The provider ${provider.name} at ${provider.url} refuses its administrator (${answer.status}${answer.reason && `: ${answer.reason}`}).`,
      wayOut,
      facts: { provider: provider.name, url: provider.url, status: answer.status },
    });
  }
}

/** The provider answered, and did not do what it was asked to. Code `ERR_SSO_PROVISION`, the environment's fault. */
export class SsoProvisionError extends HarnessError {
  constructor(provider: At, what: string, answer: { status: number; reason: string }) {
    super({
      code: 'ERR_SSO_PROVISION', fault: 'environment',
      message: `${provider.name} at ${provider.url} answered ${answer.status} to ${what}${answer.reason && `: ${answer.reason}`}.`,
      wayOut: `Look at the log of ${provider.name}; its version may know another interface than the one the harness speaks.`,
      facts: { provider: provider.name, url: provider.url, status: answer.status },
    });
  }
}

/** A login form refused somebody. Code `ERR_LOGIN_REFUSED`; `said` is the form's own message. */
export class LoginRefusedError extends HarnessError {
  /** What the form said, in its own words. */
  readonly said: string;
  readonly username: string;

  constructor(form: string, username: string, said: string) {
    super({
      code: 'ERR_LOGIN_REFUSED', fault: 'recipe',
      message: `${form} refused ${username}: "${said}"`,
      wayOut: 'If the password is right, look whether the user is known where the form looks for it; if the refusal is expected, expect this error.',
      facts: { username, said },
    });
    this.said = said;
    this.username = username;
  }
}

/** A login form did not behave as one: missing fields, or a page that stays without a word. Code `ERR_LOGIN_FORM`. */
export class LoginFormError extends HarnessError {
  constructor(form: string, message: string, detail?: string, cause?: unknown) {
    super({
      code: 'ERR_LOGIN_FORM', fault: 'recipe',
      message: `${form}: ${message}`,
      wayOut: 'Look at the page in the trace; another theme or version may have other fields.',
      ...(detail === undefined ? {} : { detail }),
      cause,
    });
  }
}

/** An ingress answers for an app that is down: with an error of its own, or as if there never had been one. */
export function isDown(answer: HttpResponse): boolean {
  return (answer.status >= 502 && answer.status <= 504) || isIngressOwnAnswer(answer);
}

/** Asks the provider; a missing answer, and one of the ingress alone, become its own error. */
export async function reaching(provider: At, what: string, ask: () => Promise<HttpResponse>): Promise<HttpResponse> {
  let answer: HttpResponse;
  try {
    answer = await ask();
  } catch (cause) {
    // A URL may hold a token; where it fails is said already.
    if (cause instanceof HttpNetworkError) throw new SsoUnreachableError(provider, what, cause.shortMessage.replace(/^\S+ \S+: /, ''), cause.cause);
    throw cause;
  }
  if (isDown(answer)) throw new SsoUnreachableError(provider, what, `status ${answer.status}`);
  return answer;
}

/** The one sentence in which an administrator's interface says why; nothing else of the body, which may repeat what was sent. */
export function reasonOf(answer: HttpResponse, keys: readonly string[]): string {
  try {
    const body: unknown = JSON.parse(answer.text());
    if (typeof body !== 'object' || body === null) return '';
    const found = keys.map(key => (body as Record<string, unknown>)[key]).find(value => typeof value === 'string');
    return typeof found === 'string' ? found.slice(0, 200) : '';
  } catch {
    return '';
  }
}
