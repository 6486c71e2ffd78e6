/** Where Debian's packages come from: whatever archive this machine's own apt is set to, for the release that an image wants. */
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import type { Suite } from './definition.ts';
import { cleanEnvironment } from './environment.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

export interface Archive {
  main: string;
  security: string | undefined;
}

/** One repository that apt knows, as `apt-get indextargets` prints it. */
interface Target {
  uri: string;
  suite: string;
  component: string;
  /** Known once `apt-get update` has read the archive's release file. */
  origin: string;
}

const format = '$(CREATED_BY)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)';

/** Reads the archive from apt itself, which knows every format that sources can be written in. */
export async function hostArchive(): Promise<Archive> {
  const { stdout } = await execa('apt-get', ['indextargets', '--format', format], { env: cleanEnvironment(), extendEnv: false });
  const archive = archiveAmong(parseTargets(stdout), hostCodename());
  if (archive !== undefined) return archive;
  throw new LabError({
    code: 'ERR_LAB_NO_ARCHIVE',
    message: "This machine's apt knows no Debian archive with a `main` component, so images have no source.",
    wayOut: 'give /etc/apt a source for Debian (`apt-get update` must work), then run the command again.',
    detail: stdout.trim() || undefined,
  });
}

export function parseTargets(text: string): Target[] {
  return text.split('\n').filter((line) => line.startsWith('Packages|')).map((line) => {
    const [, uri = '', suite = '', component = '', origin = ''] = line.split('|');
    // apt leaves a field that it does not know as it was written.
    return { uri, suite, component, origin: origin.startsWith('$(') ? '' : origin };
  });
}

/** Picks Debian's own archive; others may use the same suite name (`bookworm main`) for their packages. */
export function archiveAmong(targets: readonly Target[], codename: string): Archive | undefined {
  const debian = [...targets.filter((target) => target.origin === 'Debian'), ...targets.filter((target) => target.origin === '')]
    .filter((target) => target.component === 'main');
  const names = [codename, 'stable', 'oldstable'];
  const main = debian.find((target) => names.includes(target.suite));
  const security = debian.find((target) => names.some((name) => target.suite === `${name}-security`));
  return main && { main: main.uri, security: security?.uri };
}

/** Lines for a sources.list: the release, its updates, and its security archive where the machine has one. */
export function sourceLines(archive: Archive, suite: Suite): string[] {
  const line = (uri: string, name: string): string => `deb [signed-by=${keyring}] ${uri} ${name} main`;
  return [
    line(archive.main, suite),
    line(archive.main, `${suite}-updates`),
    ...(archive.security === undefined ? [] : [line(archive.security, `${suite}-security`)]),
  ];
}

/** How this machine reaches its archive (a proxy, tolerance for a frozen mirror): apt's own settings, one a line. */
export async function hostAptSettings(): Promise<string[]> {
  const { stdout } = await execa('apt-config', ['dump', '--format', '%F "%v";%n', 'Acquire'], { env: cleanEnvironment(), extendEnv: false });
  return stdout.split('\n').filter((line) => /^Acquire::(https?::Proxy|Check-|Retries)/i.test(line) && !line.endsWith(' "";'));
}

function hostCodename(): string {
  return /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'bookworm';
}
