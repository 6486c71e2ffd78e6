/** The root certificate that images and browsers trust. */
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyOfRoot, ensureRoot } from '../../../lab/ca/root.ts';

const cache = mkdtempSync(join(tmpdir(), 'root-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

describe('ensureRoot', () => {
  it('makes one authority, however many ask at once', async () => {
    const roots = await Promise.all([1, 2, 3].map(() => ensureRoot(cache)));
    const pem = roots.map((root) => readFileSync(root.certificate, 'utf8'));
    expect(new Set(pem).size).toBe(1);
    const certificate = new X509Certificate(pem[0] ?? '');
    expect(certificate.ca).toBe(true);
    expect(certificate.validToDate.getTime() - Date.now()).toBeGreaterThan(3000 * 86_400_000);
    expect(readdirSync(cache)).toEqual(['ca']);
    expect(statSync(join(cache, 'ca')).mode & 0o077).toBe(0);
  });

  it('makes a damaged or half one anew, and leaves a copy alone', async () => {
    const copy = copyOfRoot(await ensureRoot(cache), join(cache, 'lab'));
    const before = readFileSync(copy.certificate, 'utf8');
    rmSync(join(cache, 'ca', 'root.key'));
    const again = await ensureRoot(cache);
    expect(readFileSync(again.certificate, 'utf8')).not.toBe(before);
    writeFileSync(again.certificate, 'nonsense');
    expect(new X509Certificate(readFileSync((await ensureRoot(cache)).certificate)).ca).toBe(true);
    expect(readFileSync(copy.certificate, 'utf8')).toBe(before);
  });
});
