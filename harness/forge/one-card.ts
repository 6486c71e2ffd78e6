/** The card of the last run beside the comment, as the forge shows pictures that are attached; one that is out of date is taken away. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ForgeError } from './forge-error.ts';
import type { Attachment, Forge } from './gitea.ts';

/** The card of a page and its picture has some 200 kB; a forge takes 4 MB by default. */
const mostBytes = 2 * 2 ** 20;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const ours = /^card-[0-9a-f]{16}\.png$/;

/** A picture to attach; undefined where there is none, or the file holds something else. */
export function cardIn(file: string | undefined): Buffer | undefined {
  if (file === undefined) return undefined;
  try {
    const bytes = readFileSync(file);
    return bytes.length <= mostBytes && bytes.subarray(0, signature.length).equals(signature) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Without a card an earlier one goes: it would tell of another commit. Does no harm when it is done twice. */
export async function keepOneCard(forge: Forge, comment: number, card: Buffer | undefined): Promise<'attached' | 'unchanged' | 'none'> {
  const name = card === undefined ? undefined : `card-${createHash('sha256').update(card).digest('hex').slice(0, 16)}.png`;
  const there = (await attachmentsOf(forge, comment, card === undefined)).filter(({ name: of }) => ours.test(of));
  const kept = there.find(attachment => attachment.name === name);
  for (const { id } of there) if (id !== kept?.id) await forge.detach(comment, id);
  if (name === undefined || card === undefined) return 'none';
  if (kept !== undefined) return 'unchanged';
  await forge.attach(comment, name, card);
  return 'attached';
}

/** A forge may be set up to take no attachments: then there is none to take away. */
async function attachmentsOf(forge: Forge, comment: number, mayBeNone: boolean): Promise<Attachment[]> {
  try {
    return await forge.attachments(comment);
  } catch (error) {
    if (mayBeNone && error instanceof ForgeError && error.code === 'ERR_FORGE_NOT_FOUND') return [];
    throw error;
  }
}
