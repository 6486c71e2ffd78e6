/** A private home whose certificate database (NSS) trusts one root more: the browser's only way to a CA of one's own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HarnessError } from '../errors.ts';

/** Returns a home folder below `folder` that trusts `ca`; made once for each CA. */
export function homeTrusting(ca: string | undefined, folder: string): string {
  const name = ca === undefined ? 'plain' : createHash('sha256').update(readFileSync(ca)).digest('hex').slice(0, 12);
  const home = path.join(folder, `browser-home-${name}`);
  if (existsSync(home)) return home;
  mkdirSync(folder, { recursive: true });
  // Built aside and renamed, since several workers may come here at once.
  const draft = mkdtempSync(path.join(folder, '.browser-home-'));
  try {
    if (ca !== undefined) trust(ca, path.join(draft, '.pki/nssdb'));
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}

/** About what a database with one certificate takes. */
const roomBytes = 64 * 1024;

function trust(ca: string, database: string): void {
  mkdirSync(database, { recursive: true, mode: 0o700 });
  requireRoom(database);
  certutil('-d', `sql:${database}`, '-N', '--empty-password');
  // Of a file with several certificates certutil takes the first alone.
  const roots = readFileSync(ca, 'utf8').match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [''];
  for (const [at, root] of roots.entries()) {
    const file = path.join(database, 'root.pem');
    writeFileSync(file, `${root}\n`);
    certutil('-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', at === 0 ? 'target root' : `target root ${at + 1}`, '-i', file);
    rmSync(file);
  }
}

/** Fails by the system's own error where the disk is full: certutil would only say that something is wrong. */
function requireRoom(folder: string): void {
  const probe = path.join(folder, 'room');
  try {
    writeFileSync(probe, Buffer.alloc(roomBytes));
  } finally {
    rmSync(probe, { force: true });
  }
}

function certutil(...args: string[]): void {
  const { error, status, stderr } = spawnSync('certutil', args, { encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT') {
    throw new HarnessError({
      code: 'ERR_CERTUTIL_MISSING', fault: 'environment',
      message: "The browser can trust the target's CA only through `certutil`, which is not installed.",
      wayOut: 'Run `apt-get install libnss3-tools`.',
      cause: error,
    });
  }
  if (status !== 0) {
    throw new HarnessError({
      code: 'ERR_BROWSER_TRUST', fault: 'environment',
      message: `certutil could not put the target's CA into the browser's database (status ${status ?? 'none'}).`,
      wayOut: 'Check that `ca` in [target] is a PEM file with one root certificate.',
      detail: stderr,
      cause: error,
    });
  }
}
