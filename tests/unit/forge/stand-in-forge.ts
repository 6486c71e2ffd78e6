/**
 * A forge on loopback, as strict as a forge's published interface can be read: whatever that does not know is refused and fails the test,
 * and so does a change of what belongs to somebody else. It keeps comments and statuses like a forge.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Operation, publishedOperations } from './published-interface.ts';

export interface User { readonly id: number; readonly login: string; readonly token: string; readonly scopes: readonly string[]; readonly writes: boolean }
export interface StoredComment { readonly id: number; body: string; readonly user: User; readonly issue: number }
export interface StoredCard { readonly id: number; readonly comment: number; readonly name: string; readonly bytes: Buffer }
export interface StoredStatus { readonly commit: string; readonly by: User; readonly state: string; readonly context: string; readonly description?: string; readonly target_url?: string }

/** Instead of what a forge would answer: an answer, silence, or the line cut. */
export type Mishap = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | 'silence' | 'cut';

/** Asked before each operation is carried out; may change what the forge holds. */
export type Meddler = (operation: Operation['name'], time: number) => Mishap | undefined | void | Promise<Mishap | undefined | void>;

export const bot: User = { id: 7, login: 'bot', token: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c', scopes: ['read:user', 'write:issue', 'write:repository'], writes: true };
export const stranger: User = { id: 8, login: 'mallory', token: '1111111111111111111111111111111111111111', scopes: bot.scopes, writes: false };
export const commit = '89abcdef0123456789abcdef0123456789abcdef';

const operations = publishedOperations();
const scopeOf: Readonly<Record<string, string>> = {
  userGetCurrent: 'read:user', issueGetComments: 'read:issue', issueGetCommentsAndTimeline: 'read:issue',
  issueGetComment: 'read:issue', issueListIssueCommentAttachments: 'read:issue', issueCreateIssueCommentAttachment: 'write:issue', issueDeleteIssueCommentAttachment: 'write:issue',
  issueCreateComment: 'write:issue', issueEditComment: 'write:issue', issueDeleteComment: 'write:issue', repoCreateStatus: 'write:repository',
};

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class StandInForge {
  readonly comments: StoredComment[] = [];
  readonly statuses: StoredStatus[] = [];
  readonly cards: StoredCard[] = [];
  readonly pulls = new Map([[3, { closed: false, locked: false }]]);
  readonly users: User[] = [bot, stranger];
  readonly calls: string[] = [];
  /** What the interface does not know, or no program of good will would do. */
  readonly violations: string[] = [];
  meddle: Meddler = () => undefined;
  /** A forge that cuts its list of comments short, and says so. */
  listsAtMost = Number.POSITIVE_INFINITY;
  /** A list that lags behind what was written. */
  listsNothing = false;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #nextId = 100;

  /** Its address, with a path as behind a proxy. */
  async open(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/git`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  write(user: User, body: string, issue = 3): StoredComment {
    const comment = { id: this.#nextId++, body, user, issue };
    this.comments.push(comment);
    return comment;
  }

  remove(id: number): void {
    const at = this.comments.findIndex(comment => comment.id === id);
    if (at !== -1) this.comments.splice(at, 1);
    this.cards.splice(0, Infinity, ...this.cards.filter(({ comment }) => comment !== id));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { operation, values, query, body, user } = await this.#understood(request, await bytesOf(request));
      this.calls.push(operation.name);
      const mishap = await this.meddle(operation.name, this.calls.filter(name => name === operation.name).length);
      if (mishap === 'silence') return;
      if (mishap === 'cut') {
        request.socket.destroy();
        return;
      }
      if (mishap !== undefined) {
        response.writeHead(mishap.status, mishap.headers).end(mishap.body ?? '');
        return;
      }
      this.#carryOut(operation.name, values, query, body, user, response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, String(error));
      if (refusal.status === 500) this.violations.push(refusal.message);
      json(response, refusal.status, { message: refusal.message, url: 'https://forge.test/api/swagger' });
    }
  }

  async #understood(request: IncomingMessage, bytes: Buffer): Promise<{ operation: Operation; values: string[]; query: URLSearchParams; body: Record<string, string | Buffer>; user: User }> {
    const url = new URL(request.url ?? '/', 'http://forge.test');
    const wrong = (what: string): Refusal => new Refusal(500, `${request.method ?? ''} ${url.pathname}${url.search}: ${what}`);
    const path = /^\/git\/api\/v1(\/.*)$/.exec(url.pathname)?.[1];
    const found = operations.flatMap(operation => {
      const match = operation.method === request.method && path !== undefined ? operation.path.exec(path) : null;
      return match === null ? [] : [{ operation, values: match.slice(1) }];
    }).at(0);
    if (found === undefined) throw wrong('no operation of the published interface');
    const { operation, values } = found;
    for (const [at, value] of values.entries()) {
      const problem = operation.parameters[at]?.(value, `path[${at}]`);
      if (problem !== undefined) throw wrong(problem);
    }
    for (const [key, value] of url.searchParams) {
      const check = operation.query.get(key);
      const problem = check === undefined ? `${key} is no query of ${operation.name}` : check(value, key);
      if (problem !== undefined) throw wrong(problem);
    }
    if (operation.body === undefined && operation.files === undefined && bytes.length > 0) throw wrong(`${operation.name} takes no body`);
    let body: unknown = {};
    if (operation.files !== undefined) body = await formOf(request, bytes, operation.files).catch((error: unknown) => {
      throw wrong(String(error));
    });
    if (operation.body !== undefined) {
      if (request.headers['content-type'] !== 'application/json') throw wrong('its body is not said to be JSON');
      body = JSON.parse(bytes.toString());
      const problem = operation.body(body, 'body');
      if (problem !== undefined) throw wrong(problem);
    }
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (operation.secure && token === undefined) throw wrong('without a token');
    const user = this.users.find(each => each.token === token);
    if (user === undefined) throw new Refusal(401, 'user does not exist [uid: 0, name: ]');
    const scope = scopeOf[operation.name];
    if (scope === undefined) throw wrong(`${operation.name} is of the interface, and nothing here needs it`);
    if (![scope, scope.replace('read:', 'write:')].some(each => user.scopes.includes(each))) throw new Refusal(403, `token does not have at least one of required scope(s): [${scope}]`);
    return { operation, values, query: url.searchParams, body: body as Record<string, string | Buffer>, user };
  }

  #carryOut(name: string, values: string[], query: URLSearchParams, body: Record<string, string | Buffer>, user: User, response: ServerResponse): void {
    if (name === 'userGetCurrent') return json(response, 200, { id: user.id, login: user.login });
    const [owner, repo, last = ''] = values;
    if (owner !== 'coop' || repo !== 'ghost') throw new Refusal(404, "The target couldn't be found.");
    switch (name) {
      case 'repoCreateStatus': {
        if (!user.writes) throw new Refusal(403, 'user should have a permission to write to a repo');
        if (last !== commit) throw new Refusal(404, 'object does not exist');
        this.statuses.push({ commit: last, by: user, ...body } as unknown as StoredStatus);
        return json(response, 201, { id: this.statuses.length, status: body['state'], context: body['context'] });
      }
      case 'issueGetComments': {
        const all = this.listsNothing ? [] : this.#of(Number(last));
        return json(response, 200, all.slice(0, this.listsAtMost).map(asAnswer), { 'x-total-count': String(all.length) });
      }
      case 'issueGetCommentsAndTimeline': {
        const [page, limit] = [Number(query.get('page') ?? 1), Math.min(50, Number(query.get('limit') ?? 50))];
        const all = [{ id: 1, type: 'label', body: '', user: asUser(stranger) }, ...this.#of(Number(last)).map(comment => ({ ...asAnswer(comment), type: 'comment' }))];
        return json(response, 200, all.slice((page - 1) * limit, page * limit));
      }
      case 'issueCreateComment': {
        const pull = this.#pull(Number(last));
        if (pull.locked && !user.writes) throw new Refusal(403, 'issue is locked');
        return json(response, 201, asAnswer(this.write(user, String(body['body']), Number(last))));
      }
      case 'issueGetComment':
        return json(response, 200, asAnswer(this.#own(Number(last), user)));
      case 'issueEditComment': {
        const comment = this.#own(Number(last), user);
        comment.body = String(body['body']);
        return json(response, 200, asAnswer(comment));
      }
      case 'issueListIssueCommentAttachments':
        return json(response, 200, this.cards.filter(({ comment }) => comment === this.#own(Number(last), user).id).map(({ id, name: of }) => ({ id, name: of })));
      case 'issueCreateIssueCommentAttachment': {
        const card = { id: this.#nextId++, comment: this.#own(Number(last), user).id, name: query.get('name') ?? 'attachment', bytes: Buffer.from(body['attachment'] ?? '') };
        this.cards.push(card);
        return json(response, 201, { id: card.id, name: card.name });
      }
      case 'issueDeleteIssueCommentAttachment': {
        const { id } = this.#own(Number(last), user);
        const at = this.cards.findIndex(card => card.comment === id && card.id === Number(values[3]));
        if (at === -1) throw new Refusal(404, 'attachment does not exist');
        this.cards.splice(at, 1);
        response.writeHead(204).end();
        return;
      }
      default: {
        this.remove(this.#own(Number(last), user).id);
        response.writeHead(204).end();
      }
    }
  }

  #pull(number: number): { closed: boolean; locked: boolean } {
    const pull = this.pulls.get(number);
    if (pull === undefined) throw new Refusal(404, 'issue does not exist');
    return pull;
  }

  #of(issue: number): StoredComment[] {
    this.#pull(issue);
    return this.comments.filter(comment => comment.issue === issue);
  }

  #own(id: number, user: User): StoredComment {
    const comment = this.comments.find(each => each.id === id);
    if (comment === undefined) throw new Refusal(404, 'comment does not exist');
    // A forge lets whoever may write to the repository do that: nobody should.
    if (comment.user.id !== user.id) throw new Refusal(500, `comment ${id} is ${comment.user.login}'s`);
    return comment;
  }
}

function asUser({ id, login }: User): { id: number; login: string } {
  return { id, login };
}

function asAnswer({ id, body, user }: StoredComment): object {
  return { id, body, user: asUser(user), created_at: '2026-11-20T09:00:00Z', html_url: `https://forge.test/coop/ghost/pulls/3#issuecomment-${id}` };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8', ...headers }).end(JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function formOf(request: IncomingMessage, bytes: Buffer, files: readonly string[]): Promise<Record<string, Buffer>> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data;')) throw new Error('its body is no form');
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const entries = [...form.entries()];
  if (entries.map(([name]) => name).join() !== files.join()) throw new Error(`its form is not of ${files.join(', ')}`);
  return Object.fromEntries(await Promise.all(entries.map(async ([name, value]) => {
    if (!(value instanceof File)) throw new Error(`${name} is no file`);
    return [name, Buffer.from(await value.arrayBuffer())] as const;
  })));
}
