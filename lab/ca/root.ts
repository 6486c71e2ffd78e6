/** The lab's root certificate: one per cache, since the images that trust it are kept there too. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { withLock } from '../engine/lock.ts';
import { identityOf } from '../engine/identity.ts';

export interface RootCertificate {
  certificate: string;
  key: string;
}

const days = 3650;
/** A root that ends within this time is made anew, and with it the images that carry it. */
const reserveMs = 30 * 86_400_000;

/** Makes the root where there is none, or none that lasts. Several labs of a user may ask at once. */
export async function ensureRoot(cacheFolder: string): Promise<RootCertificate> {
  const folder = join(cacheFolder, 'ca');
  const root = { certificate: join(folder, 'root.crt'), key: join(folder, 'root.key') };
  if (lasts(root)) return root;
  return withLock(`recipe-harness-ca-${identityOf(cacheFolder).hash}`, async () => {
    if (lasts(root)) return root;
    mkdirSync(cacheFolder, { recursive: true, mode: 0o700 });
    const made = mkdtempSync(join(cacheFolder, 'ca-'));
    await execa('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', String(days), '-subj', '/CN=Recipe harness lab root',
      '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
      '-keyout', join(made, 'root.key'), '-out', join(made, 'root.crt'),
    ]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    return root;
  });
}

/** A lab keeps its own copy, so that a cache purged beside it takes nothing from it. */
export function copyOfRoot(root: RootCertificate, labFolder: string): RootCertificate {
  const folder = join(labFolder, 'ca');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = { certificate: join(folder, 'root.crt'), key: join(folder, 'root.key') };
  copyFileSync(root.certificate, copy.certificate);
  copyFileSync(root.key, copy.key);
  chmodSync(copy.key, 0o600);
  return copy;
}

function lasts(root: RootCertificate): boolean {
  if (!existsSync(root.certificate) || !existsSync(root.key)) return false;
  try {
    return new X509Certificate(readFileSync(root.certificate)).validToDate.getTime() - Date.now() > reserveMs;
  } catch {
    return false; // not a certificate
  }
}
