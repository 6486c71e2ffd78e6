/** The proof of a recipe's tests on disk, and what results say of it: when, of what, how many, and whether the overlay is still the same. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../../files-below.ts';
import { type Proof, proofSchema } from './proof-schema.ts';

export interface ProofInShort {
  date: string;
  commit: string;
  killed: number;
  total: number;
  /** The overlay has changed since. */
  stale: boolean;
}

const fileOf = (root: string, recipe: string): string => path.join(root, 'results', recipe, 'proof.json');

export function writeProof(root: string, proof: Proof): string {
  const file = fileOf(root, proof.recipe);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(proofSchema.parse(proof), null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

/** @returns undefined where nothing was proved, or by another version in another form: nothing can be said then */
export function proofInShort(root: string, recipe: string, overlay: string | undefined): ProofInShort | undefined {
  const read = proofSchema.safeParse(jsonIn(fileOf(root, recipe)));
  if (!read.success) return undefined;
  const { date, underTest: { commit }, killed, total } = read.data;
  return { date, commit, killed, total, stale: read.data.overlay !== hashOf(overlay) };
}

/** By recipe: those that have one. */
export type Proofs = ReadonlyMap<string, ProofInShort>;

export function proofsIn(root: string, recipes: readonly { recipe: string; overlay?: string }[]): Proofs {
  return new Map(recipes.flatMap(({ recipe, overlay }) => {
    const proof = proofInShort(root, recipe, overlay);
    return proof === undefined ? [] : [[recipe, proof] as const];
  }));
}

/** Over names and contents, so that a file that is added, renamed or changed makes it another overlay; null where there is none. */
export function hashOf(overlay: string | undefined): string | null {
  if (overlay === undefined || !existsSync(overlay)) return null;
  const hash = createHash('sha256');
  for (const file of filesBelow(overlay)) {
    const bytes = readFileSync(file);
    hash.update(`${path.relative(overlay, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
