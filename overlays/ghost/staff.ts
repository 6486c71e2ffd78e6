/** What people of the blog's staff do through the admin API. */
import type { HttpClient, InstalledApp } from 'recipe-harness';

export const admin = '/ghost/api/admin';

export interface Post {
  id: string;
  slug: string;
  updated_at: string;
}

/** Ghost takes a session's cookie only from its own pages. */
export function asStaff(api: HttpClient, { url }: Pick<InstalledApp, 'url'>, cookie?: string): HttpClient {
  return api.as({ headers: { origin: url, ...(cookie === undefined ? {} : { cookie }) } });
}

/** Makes a post, or changes the one that has this id. */
export async function savePost(staff: HttpClient, { id, ...post }: { id?: string; title?: string; html?: string; status: string; updated_at?: string }): Promise<Post> {
  const answer = id === undefined ? await staff.post(`${admin}/posts/?source=html`, { json: { posts: [post] } }) : await staff.put(`${admin}/posts/${id}/`, { json: { posts: [post] } });
  const [saved] = answer.expectStatus(id === undefined ? 201 : 200).json<{ posts: Post[] }>().posts;
  if (!saved) throw new Error('Ghost saved a post and answered without it');
  return saved;
}
