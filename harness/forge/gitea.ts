/** The few things asked of a Gitea or Forgejo, through its published client; whatever else it answers is told as a ForgeError. */
import { giteaApi, type RequestParams } from 'gitea-js';
import { z } from 'zod';
import type { Access } from './access.ts';
import { ForgeError } from './forge-error.ts';
import { failedAnswer, failedRequest, noSuchAnswer } from './forge-failures.ts';

export interface ForgeComment { readonly id: number; readonly body: string; readonly author: number }

export interface Attachment { readonly id: number; readonly name: string }

export interface StatusToSet {
  readonly state: 'pending' | 'success' | 'failure' | 'error';
  readonly context: string;
  readonly description: string;
  readonly target_url?: string;
}

export interface Forge {
  /** The number of the user whose token it is. */
  whoAmI(): Promise<number>;
  comments(pullRequest: number): Promise<ForgeComment[]>;
  createComment(pullRequest: number, body: string): Promise<ForgeComment>;
  /** Fails where it is not there. */
  readComment(id: number): Promise<void>;
  deleteComment(id: number): Promise<void>;
  editComment(id: number, body: string): Promise<void>;
  setStatus(commit: string, status: StatusToSet): Promise<void>;
  attachments(comment: number): Promise<Attachment[]>;
  /** A picture. */
  attach(comment: number, name: string, png: Buffer): Promise<void>;
  detach(comment: number, attachment: number): Promise<void>;
}

const user = z.object({ id: z.int() });
const comment = z.object({ id: z.int().positive(), body: z.string(), user: user.nullish() })
  .transform(({ id, body, user: author }): ForgeComment => ({ id, body, author: author?.id ?? 0 }));
// The timeline tells of labels and pushes as well; what has no text is no comment.
const timeline = z.array(z.object({ id: z.int(), body: z.string().nullish(), user: user.nullish(), type: z.string().nullish() }).nullable());
const status = z.object({ id: z.int() });
const attachment = z.object({ id: z.int().positive(), name: z.string() });

/** What of an answer is read here. */
interface Answer { readonly data: unknown; readonly error: unknown; readonly headers: Headers }

const pageSize = 50;
const mostPages = 200;

/** @param signal ends everything that is asked, however far it is */
export function gitea({ server, token }: Access, repository: string, requestMs: number, signal: AbortSignal): Forge {
  const [owner, repo] = namesOf(repository);
  const api = giteaApi(server, { token });

  async function ask<T>(what: string, shape: z.ZodType<T> | undefined, send: (params: RequestParams) => Promise<Answer>): Promise<{ value: T; headers: Headers }> {
    const limit = AbortSignal.timeout(requestMs);
    let answer: Answer;
    try {
      // A redirect would turn a POST into a GET, or carry the token elsewhere.
      answer = await send({ signal: AbortSignal.any([limit, signal]), redirect: 'manual' });
    } catch (error) {
      throw error instanceof Response ? failedAnswer(what, error, token) : failedRequest(what, server, error, requestMs);
    }
    if (limit.aborted || signal.aborted) throw failedRequest(what, server, limit.aborted ? limit.reason : signal.reason, requestMs);
    if (shape === undefined) return { value: undefined as T, headers: answer.headers };
    const read = shape.safeParse(answer.data);
    if (!read.success) throw noSuchAnswer(what, server);
    return { value: read.data, headers: answer.headers };
  }

  /** The interface knows pages of the timeline, and none of the comments. */
  async function fromTimeline(pullRequest: number): Promise<ForgeComment[]> {
    const found: ForgeComment[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const { value } = await ask('list the timeline', timeline, params => api.repos.issueGetCommentsAndTimeline(owner, repo, pullRequest, { page, limit: pageSize }, params));
      if (value.length === 0) return found;
      found.push(...value.flatMap(entry => entry?.type === 'comment' ? [{ id: entry.id, body: entry.body ?? '', author: entry.user?.id ?? 0 }] : []));
    }
    throw new ForgeError({ code: 'ERR_FORGE_ANSWER', message: `the pull request has more than ${mostPages * pageSize} entries, and its comment was not found among them`, wayOut: 'Continue in a new pull request.' });
  }

  return {
    whoAmI: async () => (await ask('say whose token it is', user, params => api.user.userGetCurrent(params))).value.id,
    async comments(pullRequest) {
      const { value, headers } = await ask('list the comments', z.array(comment), params => api.repos.issueGetComments(owner, repo, pullRequest, {}, params));
      const all = Number(headers.get('x-total-count') ?? value.length);
      return all > value.length ? fromTimeline(pullRequest) : value;
    },
    createComment: async (pullRequest, body) =>
      (await ask('make a comment', comment, params => api.repos.issueCreateComment(owner, repo, pullRequest, { body }, params))).value,
    readComment: async id => void await ask('show its comment', undefined, params => api.repos.issueGetComment(owner, repo, id, params)),
    deleteComment: async id => void await ask('delete a comment', undefined, params => api.repos.issueDeleteComment(owner, repo, id, params)),
    editComment: async (id, body) => void await ask('edit its comment', comment, params => api.repos.issueEditComment(owner, repo, id, { body }, params)),
    attachments: async id => (await ask('list the pictures of its comment', z.array(attachment), params => api.repos.issueListIssueCommentAttachments(owner, repo, id, params))).value,
    async attach(id, name, png) {
      const file = new File([new Uint8Array(png)], name, { type: 'image/png' });
      await ask('attach the card', attachment, params => api.repos.issueCreateIssueCommentAttachment(owner, repo, id, { attachment: file }, { name }, params));
    },
    detach: async (id, old) => void await ask('remove a card', undefined, params => api.repos.issueDeleteIssueCommentAttachment(owner, repo, id, old, params)),
    async setStatus(commit, toSet) {
      const sha = digits(commit);
      await ask('set a status', status, params => api.repos.repoCreateStatus(owner, repo, sha, toSet, params));
    },
  };
}

/** The client puts them into the path as they are. */
function namesOf(repository: string): [string, string] {
  const [, owner, repo] = /^([\w-][\w.-]*)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === undefined || repo === undefined || /^\.+$/.test(repo)) {
    throw new ForgeError({ code: 'ERR_FORGE_ADDRESS', fault: 'user', message: `"${repository.slice(0, 200)}" is no repository of a forge`, wayOut: 'Correct what names the repository in the environment of the build: owner/name.' });
  }
  return [owner, repo];
}

function digits(commit: string): string {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return commit;
  throw new ForgeError({ code: 'ERR_FORGE_ADDRESS', fault: 'user', message: `"${commit.slice(0, 200)}" is no commit`, wayOut: 'Correct what names the commit in the environment of the build: 40 hexadecimal digits.' });
}
