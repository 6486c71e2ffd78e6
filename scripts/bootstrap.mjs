// Makes a fresh Debian machine ready: packages, npm's modules. Plain JavaScript for Node 20, since nothing is installed yet.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
/** Node 24, once the modules are there. */
export const node = path.join(root, 'node_modules/node/bin/node');

/** Debian package by a program or file for which it is wanted; what is there from elsewhere does as well. */
const wanted = [
  ['docker.io', 'dockerd'], ['docker.io', 'docker'],
  ['iptables', 'iptables'], ['iproute2', 'ip'], ['dnsmasq-base', 'dnsmasq'], ['mmdebstrap', 'mmdebstrap'],
  ['util-linux', 'unshare'], ['mount', 'mount'],
  ['git', 'git'], ['openssl', 'openssl'], ['ca-certificates', '/etc/ssl/certs/ca-certificates.crt'],
  ['openssh-client', 'ssh'],
  ['chromium', 'chromium'], ['libnss3-tools', 'certutil'],
  ['build-essential', 'g++'], ['build-essential', 'make'], ['python3', 'python3'], ['python3-pip', '/usr/lib/python3/dist-packages/pip'],
];
/** Wanted by tests only: the lab's server for the way in by ssh, and what fetches archives for its images. */
const wantedByTests = [['openssh-server', 'sshd'], ['maven', 'mvn']];
/** Wanted by the yardstick of bench/. */
const wantedByBench = [['curl', 'curl']];
/** What these packages would start with the machine; here the lab starts what it needs. */
const services = { 'docker.io': ['docker.service', 'docker.socket', 'containerd.service'], 'openssh-server': ['ssh.service', 'ssh.socket'] };
const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** A message for a person; no stack belongs to it. */
export class Refusal extends Error {
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Installs what is missing, and nothing else: the second time it costs some milliseconds. */
export async function bootstrap({ tests = false, bench = false } = {}) {
  refuseUnfit();
  const missing = missingPackages([...wanted, ...(tests ? wantedByTests : []), ...(bench ? wantedByBench : [])]);
  if (missing.length > 0) await installPackages(missing);
  if (!modulesFit()) await installModules();
}

function refuseUnfit() {
  if (process.platform !== 'linux') {
    throw new Refusal('The lab needs Linux.\nWay out: point harness.toml at a Co-op Cloud server (docs/real-server.md) and run `npx playwright test`, or use a Debian machine.', 3);
  }
  if (process.getuid?.() !== 0) {
    throw new Refusal('The lab needs root, to start a Docker of its own in namespaces of its own.\nWay out: run this as root, or point harness.toml at a Co-op Cloud server (docs/real-server.md) and run `npx playwright test`.', 2);
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 11)) {
    throw new Refusal(`Node ${process.versions.node} is too old.\nWay out: install Node 20.11 or newer; the repository then brings its own Node 24.`, 2);
  }
}

export function missingPackages(needs = wanted) {
  const there = thing => thing.startsWith('/') ? existsSync(thing) : folders.some(folder => existsSync(path.join(folder, thing)));
  return [...new Set(needs.filter(([, thing]) => !there(thing)).map(([name]) => name))];
}

async function installPackages(missing) {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new Refusal(`These Debian packages are missing, and there is no apt-get to install them: ${missing.join(' ')}.\nWay out: install what they hold, or use a Debian machine.`, 3);
  }
  console.log(`Installing Debian packages: ${missing.join(' ')}`);
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  // --no-remove: a Docker that is on the machine already is not to be pushed out by Debian's.
  const install = ['-y', '-q', '--no-remove', '--no-install-recommends', ...lock, 'install', ...missing];
  const updated = await apt(['-q', ...lock, 'update']);
  if (await apt(install) !== 0) {
    const why = updated === 0 ? '' : ' (the package lists could not be updated either)';
    throw new Refusal(`The packages could not be installed${why}; apt-get says why above.\nWay out: \`apt-get install --no-install-recommends ${missing.join(' ')}\`.`, 3);
  }
  const units = missing.flatMap(name => services[name] ?? []);
  if (units.length > 0 && existsSync('/run/systemd/system')) await run('systemctl', ['disable', ...units]);
}

/** apt-get with every service start refused, in a mount namespace of its own: an interruption leaves no policy behind. */
function apt(args) {
  const withoutServices = `
set -e
policy=$(mktemp); printf '#!/bin/sh\\nexit 101\\n' >"$policy"; chmod 755 "$policy"
made=; [ -e /usr/sbin/policy-rc.d ] || { touch /usr/sbin/policy-rc.d; made=1; }
mount --bind "$policy" /usr/sbin/policy-rc.d
status=0; apt-get "$@" || status=$?
umount /usr/sbin/policy-rc.d; rm -f "$policy"; [ -z "$made" ] || rm -f /usr/sbin/policy-rc.d
exit $status`;
  return run('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', withoutServices, 'sh', ...args], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** True when what npm has installed is what the lock file says. */
export function modulesFit() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed) || !existsSync(node)) return false;
  const has = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wants = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wants).every(([name, { version, optional, peer }]) =>
    name === '' || optional || (peer && !has[name]) || has[name]?.version === version);
}

async function installModules() {
  console.log('Installing the npm packages of package-lock.json');
  if (await run('npm', ['ci', '--no-audit', '--no-fund'], {}, root) !== 0 || !existsSync(node)) {
    throw new Refusal('`npm ci` failed; it says why above.\nWay out: mend that, then run this again.', 3);
  }
}

/** Runs a program on this terminal; resolves with its exit code. */
export function run(command, args, env = {}, cwd = root) {
  const bin = `${path.join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: bin, ...env } });
    child.on('error', error => { console.error(`${command}: ${error.message}`); resolve(127); });
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
