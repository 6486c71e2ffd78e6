/** authentik's API: requests with the administrator's token, bodies and answers under the published client's names. */
import { createHttp, type HttpClient } from '../http/client.ts';
import type { HttpResponse } from '../http/response.ts';
import { fromWire, toWire } from './authentik-wire.ts';
import { reaching, reasonOf, SsoAdminRefusedError, SsoProvisionError } from './errors.ts';
import type { SsoAccess } from './provider.ts';

interface Page<T> { readonly pagination: { readonly next: number }; readonly results: readonly T[] }

export class AuthentikApi {
  readonly #at: { name: 'authentik'; url: string };
  readonly #http: HttpClient;

  constructor({ url, admin, target }: SsoAccess) {
    this.#at = { name: 'authentik', url };
    this.#http = createHttp(target, { baseURL: url, headers: { authorization: `Bearer ${admin.secret}` } });
  }

  /**
   * One request as the administrator.
   * @param path below /api/v3
   * @param what it is for, for messages
   * @param expected any other status is an SsoProvisionError
   */
  async request<T>(method: string, path: string, what: string, expected: readonly number[], body?: object): Promise<T> {
    const json = body === undefined ? {} : { json: toWire(body) };
    const answer = await reaching(this.#at, what, () => this.#http.request(method, `/api/v3${path}`, json));
    if (!expected.includes(answer.status)) throw this.#refused(answer, what);
    return (answer.bytes.length === 0 || answer.status >= 300 ? undefined : fromWire(answer.json())) as T;
  }

  /** All pages of a list. */
  async list<T>(path: string, what: string): Promise<T[]> {
    const all: T[] = [];
    for (let page = 1; page > 0;) {
      const { pagination, results } = await this.request<Page<T>>('GET', `${path}${path.includes('?') ? '&' : '?'}page=${page}&page_size=100`, what, [200]);
      all.push(...results);
      // After the last page comes page 0.
      page = pagination.next > page ? pagination.next : 0;
    }
    return all;
  }

  /** That `what` is missing, as an error. */
  lacking(what: string): SsoProvisionError {
    return new SsoProvisionError(this.#at, `the request for ${what}`, { status: 200, reason: 'there is none' });
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  #refused(answer: HttpResponse, what: string): Error {
    const said = { status: answer.status, reason: reasonOf(answer, ['detail']) };
    if (answer.status !== 401 && answer.status !== 403) return new SsoProvisionError(this.#at, what, said);
    return new SsoAdminRefusedError(this.#at, said,
      'Look whether the token is still that of the administrator: authentik reads AUTHENTIK_BOOTSTRAP_TOKEN at its first start only.');
  }
}
