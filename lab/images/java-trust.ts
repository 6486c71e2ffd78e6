/** What Java trusts: on Debian a list of its own, made when Java is installed. Where a root of this machine has not got into it, Java alone does not reach the network. */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** Where Debian keeps that list, and where it looks for roots that an administrator has added. */
export interface JavaTrust {
  readonly list: string;
  readonly added: string;
}

const ofDebian: JavaTrust = { list: '/etc/ssl/certs/java/cacerts', added: '/usr/local/share/ca-certificates' };
/** Of every such list; it keeps no secret. */
const password = 'changeit';

/**
 * Makes a list in `folder` that has the machine's own roots as well.
 * @returns the options by which Java takes it; none where there is nothing to add, or somebody has named a list themselves
 */
export async function trustOfThisMachine(folder: string, { list, added }: JavaTrust = ofDebian, given = process.env['MAVEN_OPTS'] ?? ''): Promise<string[]> {
  const roots = existsSync(added) ? readdirSync(added, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.crt')).sort() : [];
  if (roots.length === 0 || !existsSync(list) || given.includes('javax.net.ssl.trustStore')) return [];
  const store = join(folder, 'trusted');
  copyFileSync(list, store);
  for (const root of roots) {
    await execa('keytool', ['-importcert', '-noprompt', '-keystore', store, '-storepass', password, '-alias', `added: ${root}`, '-file', join(added, root)], { stdin: 'ignore' });
  }
  return [`-Djavax.net.ssl.trustStore=${store}`, `-Djavax.net.ssl.trustStorePassword=${password}`];
}
