/** Keycloak's admin interface: requests with a token that is renewed before it runs out. */
import { createHttp, type HttpClient } from '../http/client.ts';
import type { HttpResponse } from '../http/response.ts';
import { reaching, reasonOf, SsoAdminRefusedError, SsoProvisionError } from './errors.ts';
import type { SsoAccess } from './provider.ts';

interface Token { readonly value: string; readonly until: number }

/** Keycloak's keys for what went wrong. */
const reasons = ['errorMessage', 'error_description', 'error'];

export class KeycloakAdmin {
  readonly #at: { name: 'keycloak'; url: string };
  readonly #admin: SsoAccess['admin'];
  readonly #now: () => number;
  readonly #http: HttpClient;
  #token: Token | undefined;

  /** @param now milliseconds: the token lives by it */
  constructor({ url, admin, target }: SsoAccess, now: () => number) {
    this.#at = { name: 'keycloak', url };
    this.#admin = admin;
    this.#now = now;
    this.#http = createHttp(target, { baseURL: url });
  }

  /**
   * One request as the administrator.
   * @param what it is for, for messages: "the request for its realms"
   * @param expected any other status is an SsoProvisionError
   */
  async request(method: string, path: string, what: string, expected: readonly number[], json?: unknown): Promise<HttpResponse> {
    let answer = await this.#once(method, path, what, json);
    if (answer.status === 401) {
      // Restarted or restored behind our back: the token is unknown to it, the administrator is not.
      this.#token = undefined;
      answer = await this.#once(method, path, what, json);
    }
    if (expected.includes(answer.status)) return answer;
    throw this.refusal(answer, what);
  }

  /** That this answer is not what was asked for. */
  refusal(answer: HttpResponse, what: string): SsoAdminRefusedError | SsoProvisionError {
    const refused = { status: answer.status, reason: reasonOf(answer, reasons) };
    if (answer.status !== 401 && answer.status !== 403) return new SsoProvisionError(this.#at, what, refused);
    return new SsoAdminRefusedError(this.#at, refused,
      `Give ${this.#admin.username} the role \`admin\` of the realm master, or name another administrator.`);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #once(method: string, path: string, what: string, json: unknown): Promise<HttpResponse> {
    const headers = { authorization: `Bearer ${await this.#bearer()}` };
    return reaching(this.#at, what, () => this.#http.request(method, path, { headers, ...(json === undefined ? {} : { json }), timeout: 60_000 }));
  }

  async #bearer(): Promise<string> {
    if (this.#token !== undefined && this.#now() < this.#token.until) return this.#token.value;
    const what = "the administrator's login";
    const form = { grant_type: 'password', client_id: 'admin-cli', username: this.#admin.username, password: this.#admin.secret };
    const asked = this.#now();
    const answer = await reaching(this.#at, what, () => this.#http.post('/realms/master/protocol/openid-connect/token', { form }));
    const refused = { status: answer.status, reason: reasonOf(answer, reasons) };
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      throw new SsoAdminRefusedError(this.#at, refused,
        `Look whether ${this.#admin.username} still has the password of the secret: Keycloak reads it at its first start only, and keeps its own afterwards.`);
    }
    if (answer.status !== 200) throw new SsoProvisionError(this.#at, what, refused);
    const { access_token: value, expires_in: seconds } = answer.json<{ access_token: string; expires_in: number }>();
    // A token that runs out on the way is as bad as none.
    this.#token = { value, until: asked + Math.max(0, seconds - 10) * 1_000 };
    return value;
  }
}
