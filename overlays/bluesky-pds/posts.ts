/** Posts in the repository of an account, and the blobs that they hold. */
import type { HttpClient } from 'recipe-harness';
import { xrpc } from './accounts.ts';

export const posts = 'app.bsky.feed.post';

export interface Blob {
  readonly ref: { readonly $link: string };
}

export interface Post {
  readonly text: string;
  readonly embed?: { readonly images: readonly { readonly image: Blob }[] };
}

export async function upload(author: HttpClient, bytes: Uint8Array, type: string): Promise<Blob> {
  const answer = await author.post(xrpc('repo.uploadBlob'), { body: bytes, headers: { 'content-type': type } });
  return answer.expectStatus(200).json<{ blob: Blob }>().blob;
}

/** Returns what names the post: `uri` where it is, `cid` what it holds. */
export async function publish(author: HttpClient, repo: string, text: string, image?: Blob): Promise<{ uri: string; cid: string }> {
  const embed = image && { $type: 'app.bsky.embed.images', images: [{ alt: 'noise', image }] };
  const record = { $type: posts, text, createdAt: new Date().toISOString(), embed };
  return (await author.post(xrpc('repo.createRecord'), { json: { repo, collection: posts, record } })).expectStatus(200).json<{ uri: string; cid: string }>();
}

/** The path of a post, for its readers. */
export function pathOf(uri: string): string {
  const [repo = '', collection = '', rkey = ''] = uri.replace('at://', '').split('/');
  return xrpc('repo.getRecord', { repo, collection, rkey });
}
