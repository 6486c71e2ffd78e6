/** An ssh server inside the lab: the way to its engine that a real server has, and a login that exists only in there. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import { writeWhole, type Lab } from '../state.ts';
import { systemPath } from './packages.ts';
import { until } from './until.ts';

export interface SshServerOptions {
  user: string;
  /** File with the public key of the one who may come in. */
  authorizedKey: string;
  port?: number;
}

export interface SshServer {
  /** `ssh://user@address[:port]`, as Docker and abra take it. */
  endpoint: string;
  /** A line for the client's known_hosts. */
  knownHosts: string;
  /** The server's log. */
  log: string;
}

/** Starts the server, in place of an earlier one. It lives in the lab's process namespace and so ends with the lab. */
export async function startSshServer(lab: Lab, options: SshServerOptions): Promise<SshServer> {
  const port = options.port ?? 22;
  requireSshd();
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(options.user) || !(port > 0 && port < 65_536)) {
    throw new LabError({ code: 'ERR_LAB_ARGUMENT', fault: 'user', message: `No login "${options.user}" on port ${port} can be made.`, wayOut: 'give a plain user name and a port.' });
  }
  const folder = join(lab.folder, 'ssh');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const hostKey = join(folder, 'host_key');
  if (!existsSync(hostKey)) await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', hostKey]);
  writeWhole(join(folder, 'authorized_keys'), readFileSync(options.authorizedKey, 'utf8'), 0o644);
  writeWhole(join(folder, 'sshd_config'), configuration(lab.address, port, options.user, hostKey));
  const inside = ['--target', String(lab.pid), '--net', '--mount', '--pid', '--uts', '--ipc'];
  const env = { PATH: systemPath, HOME: '/root' };
  await execa('nsenter', [...inside, 'sh', '-c', preparation, 'sh', folder, options.user], { cwd: '/', env, extendEnv: false, stdin: 'ignore' });

  const log = join(folder, 'sshd.log');
  const output = openSync(log, 'w', 0o600);
  const child = spawn('nsenter', [...inside, '/usr/sbin/sshd', '-D', '-e', '-f', join(folder, 'sshd_config')], {
    detached: true, stdio: ['ignore', output, output], cwd: '/', env,
  });
  closeSync(output);
  let ended = false;
  child.once('exit', () => { ended = true; });
  child.unref();
  const up = await until(async () => (ended ? false : (await greets(lab.address, port)) || undefined), 10_000, 20);
  if (!up) {
    throw new LabError({
      code: 'ERR_LAB_SSH', fault: 'lab', message: `The lab's ssh server does not answer on ${lab.address}:${port}.`,
      wayOut: `read ${log}.`, detail: readFileSync(log, 'utf8').slice(-2000),
    });
  }
  const [type = '', key = ''] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  return {
    endpoint: `ssh://${options.user}@${lab.address}${port === 22 ? '' : `:${port}`}`,
    knownHosts: `${port === 22 ? lab.address : `[${lab.address}]:${port}`} ${type} ${key}`,
    log,
  };
}

function requireSshd(): void {
  if (existsSync('/usr/sbin/sshd')) return;
  throw new LabError({
    code: 'ERR_LAB_PACKAGE_MISSING', message: "The ssh server needs Debian's package openssh-server.",
    wayOut: 'run `apt-get install --no-install-recommends openssh-server` as root.',
  });
}

function configuration(address: string, port: number, user: string, hostKey: string): string {
  return `${[
    `ListenAddress ${address}:${port}`, `HostKey ${hostKey}`, 'PidFile /run/lab-ssh/sshd.pid',
    `AllowUsers ${user}`, 'AuthorizedKeysFile /run/lab-ssh/authorized_keys', 'AuthenticationMethods publickey', 'StrictModes no', 'UsePAM no',
    'AllowTcpForwarding no', 'AllowAgentForwarding no', 'X11Forwarding no', 'PrintMotd no', 'UseDNS no',
    // One connection a request is what Docker's client makes.
    'MaxStartups 100', 'MaxSessions 100', 'ClientAliveInterval 30',
    // Another client in /usr/local may not know the engine's version.
    `SetEnv PATH=${systemPath}`,
  ].join('\n')}\n`;
}

/** Runs in the lab's namespaces: everything that it makes lies in the lab's own /run, or is a mount of the lab's. */
const preparation = `set -eu
folder=$1 user=$2
mkdir -p -m 755 /run/sshd /run/lab-ssh
if [ -s /run/lab-ssh/sshd.pid ]; then
  before=$(cat /run/lab-ssh/sshd.pid)
  kill "$before" 2>/dev/null || true
  while kill -0 "$before" 2>/dev/null; do sleep 0.01; done
fi
install -m 644 "$folder/authorized_keys" /run/lab-ssh/authorized_keys
if ! getent passwd "$user" >/dev/null; then
  { cat /etc/passwd; echo "$user:*:60900:60900:a login of the lab:/run/lab-ssh/home:/bin/sh"; } >/run/lab-ssh/passwd
  chmod 644 /run/lab-ssh/passwd
  mount --bind /run/lab-ssh/passwd /etc/passwd
  install -d -m 700 -o 60900 -g 60900 /run/lab-ssh/home
fi
chown "$user" /run/docker.sock
`;

/** Whether an ssh server says its name there. */
function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (bytes) => end(bytes.toString('latin1').startsWith('SSH-')));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
    socket.once('close', () => end(false));
  });
}
