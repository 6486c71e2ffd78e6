/** The Debian packages that the lab stands on, and their installation without starting any service. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../errors.ts';

/** Package by the program for which it is wanted. A program from elsewhere (Docker's own packages, say) does as well. */
const packageOf: Readonly<Record<string, string>> = {
  dockerd: 'docker.io',
  docker: 'docker.io',
  iptables: 'iptables',
  ip: 'iproute2',
  dnsmasq: 'dnsmasq-base',
  mmdebstrap: 'mmdebstrap',
  git: 'git',
  openssl: 'openssl',
  unshare: 'util-linux',
  mount: 'mount',
};

/** Wanted by some images alone. */
const packageForImages: Readonly<Record<string, string>> = { mvn: 'maven', 'g++': 'build-essential', make: 'build-essential' };

/** Where Debian puts programs: `/usr/local` is left out, what lies there is the machine's own affair. */
export const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

export function missingPackages(programs: readonly string[] = Object.keys(packageOf)): string[] {
  const missing = programs.filter((program) => !systemPath.split(':').some((folder) => existsSync(join(folder, program))));
  return [...new Set(missing.map((program) => packageOf[program] ?? packageForImages[program] ?? program))].sort();
}

/** Installs what is missing. Nothing is removed for it, and no service is started, now or at the next boot. */
export async function ensurePackages(log: (line: string) => void, missing: string[] = missingPackages()): Promise<void> {
  if (missing.length === 0) return;
  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  log(`installing Debian packages: ${missing.join(' ')}`);
  const apt = async (...args: string[]): Promise<string | undefined> => {
    const run = await execa('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', withoutServices, 'sh', ...args], {
      reject: false, all: true, stdin: 'ignore', env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    return run.failed ? String(run.all ?? run.message) : undefined;
  };
  const install = ['apt-get', '-y', '-q', '--no-remove', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', 'install', ...missing];
  let failure = await apt(...install);
  if (failure !== undefined) failure = (await apt('apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300', 'update')) ?? (await apt(...install));
  if (failure !== undefined) {
    throw new LabError({
      code: 'ERR_LAB_PACKAGE_MISSING',
      message: `The lab needs the Debian packages ${missing.join(', ')}, and they could not be installed.`,
      wayOut: `run \`${command}\` as root.`,
      detail: failure.split('\n').slice(-15).join('\n'),
    });
  }
  if (missing.includes('docker.io')) await keepStopped();
}

/** Services are refused by policy inside a private mount namespace, so that an interrupted installation leaves no policy behind. */
const withoutServices = `
set -e
policy=$(mktemp); printf '#!/bin/sh\\nexit 101\\n' >"$policy"; chmod 755 "$policy"
[ -e /usr/sbin/policy-rc.d ] || touch /usr/sbin/policy-rc.d
mount --bind "$policy" /usr/sbin/policy-rc.d
status=0; "$@" || status=$?
umount /usr/sbin/policy-rc.d; rm -f "$policy"; [ -s /usr/sbin/policy-rc.d ] || rm -f /usr/sbin/policy-rc.d
exit $status
`;

/** A Docker that only we wanted must not start with the machine. */
async function keepStopped(): Promise<void> {
  if (!existsSync('/run/systemd/system')) return;
  await execa('systemctl', ['disable', 'docker.service', 'docker.socket', 'containerd.service'], { reject: false });
}
