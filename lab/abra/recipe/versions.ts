/** `recipe versions`: the images of every release, newest first. */
import { parse } from 'yaml';
import { printRows } from '../output/table.ts';
import type { Session } from '../session.ts';
import { ensureClone, fetchTags, releases } from './checkout.ts';
import { git } from './git.ts';

export async function listVersions(session: Session, recipe: string, flags: { machine?: boolean }): Promise<void> {
  const folder = await ensureClone(session, recipe);
  await fetchTags(session, folder);
  const tags = (await releases(folder)).toReversed();
  const rows = await Promise.all(tags.map((tag) => imagesAt(folder, tag)));
  printRows(['SERVICE', 'IMAGE', 'TAG', 'VERSION'], rows.flat(), flags.machine === true);
}

async function imagesAt(folder: string, tag: string): Promise<string[][]> {
  const document = parse(await git(folder, 'show', `refs/tags/${tag}:compose.yml`), { merge: true }) as {
    services?: Record<string, { image?: string } | null>;
  };
  return Object.entries(document.services ?? {}).map(([service, definition]) => {
    const image = definition?.image ?? '';
    const colon = image.lastIndexOf(':');
    const hasTag = colon > image.lastIndexOf('/');
    return [service, hasTag ? image.slice(0, colon) : image, hasTag ? image.slice(colon + 1) : 'unknown', tag];
  });
}
