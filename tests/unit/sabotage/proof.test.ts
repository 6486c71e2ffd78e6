import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf, proofInShort, writeProof } from '../../../harness/gate/sabotage/proof.ts';
import type { Proof } from '../../../harness/gate/sabotage/proof-schema.ts';

let root: string;
let overlay: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rh-proof-'));
  overlay = path.join(root, 'overlays/ghost');
  mkdirSync(path.join(overlay, 'functional'), { recursive: true });
  writeFileSync(path.join(overlay, 'overlay.ts'), 'one');
  writeFileSync(path.join(overlay, 'functional/a.spec.ts'), 'two');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const proof = (of: string | null): Proof => ({
  schema: 1, recipe: 'ghost', date: '2026-01-01T00:00:00.000Z', seconds: 61, underTest: { ref: 'main', commit: 'abc', version: '1.0.0+1' },
  harness: { version: '0.1.0', commit: null }, overlay: of, killed: 3, total: 4, breaks: [], matrix: [], notItsSubject: [],
});

test('a proof is told in short, and is stale once a file of the overlay is changed, added or renamed', () => {
  expect(proofInShort(root, 'ghost', overlay)).toBeUndefined();
  writeProof(root, proof(hashOf(overlay)));
  const short = { date: '2026-01-01T00:00:00.000Z', commit: 'abc', killed: 3, total: 4 };
  expect(proofInShort(root, 'ghost', overlay)).toEqual({ ...short, stale: false });
  const file = path.join(overlay, 'functional/a.spec.ts');
  for (const change of [() => writeFileSync(file, 'three'), () => writeFileSync(path.join(overlay, 'b.ts'), ''), () => rmSync(overlay, { recursive: true })]) {
    change();
    expect(proofInShort(root, 'ghost', path.join(root, 'overlays/ghost'))).toEqual({ ...short, stale: true });
  }
});

test('a recipe without an overlay has one that does not go stale', () => {
  writeProof(root, proof(null));
  expect(proofInShort(root, 'ghost', undefined)).toMatchObject({ stale: false });
  expect(proofInShort(root, 'ghost', overlay)).toMatchObject({ stale: true });
});

test('what is no proof is none', () => {
  const file = writeProof(root, proof(null));
  writeFileSync(file, readFileSync(file, 'utf8').replace('"killed": 3', '"killed": "all"'));
  expect(proofInShort(root, 'ghost', undefined)).toBeUndefined();
  expect(() => writeProof(root, { ...proof(null), killed: 1.5 })).toThrow();
  expect(() => writeProof(root, { ...proof(null), killed: 5 })).toThrow();
  writeFileSync(file, readFileSync(file, 'utf8').replace('"killed": "all"', '"killed": 99'));
  expect(proofInShort(root, 'ghost', undefined)).toBeUndefined();
});
