/** The engine reached over ssh by somebody who is not root and cannot touch its socket. */
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { remainsOf, namespacesOf } from './host.ts';
import { expect, test } from './throwaway.ts';

const nobody = 65_534;

test('a user without rights reaches the engine by ssh only, with the key only, and only while the lab lives', async ({ own }) => {
  await own.up();
  const home = mkdtempSync(join(tmpdir(), 'rhl-home-'));
  try {
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'key')]);
    const server = await own.cli('ssh-server', '--user', 'deploy', '--authorized-key', join(home, 'key.pub'));
    expect(server.stderr).toBe('');
    const { endpoint, knownHosts } = JSON.parse(server.stdout) as { endpoint: string; knownHosts: string };
    expect(endpoint).toBe(`ssh://deploy@${own.lab.address}`);
    writeFileSync(join(home, 'known_hosts'), `${knownHosts}\n`);
    writeFileSync(join(home, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F none -i "$SSH_KEY" -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=${home}/known_hosts "$@"\n`);
    chmodSync(join(home, 'ssh'), 0o755);
    await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'stranger')]);
    for (const path of ['', 'key', 'stranger', 'known_hosts', 'ssh']) chownSync(join(home, path), nobody, nobody);

    const as = (key: string, host: string) => execa('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '/usr/bin/docker', '--host', host, 'info', '--format', '{{.Name}} {{.Swarm.LocalNodeState}}'],
      { reject: false, extendEnv: false, env: { PATH: `${home}:/usr/bin:/bin`, HOME: home, SSH_KEY: join(home, key) } });

    expect((await as('key', endpoint)).stdout).toBe('lab active');
    expect((await as('stranger', endpoint)).exitCode).not.toBe(0);
    expect((await as('key', `unix://${own.lab.socket}`)).exitCode).not.toBe(0);
    // The login is the lab's alone.
    expect(readFileSync('/etc/passwd', 'utf8')).not.toMatch(/^deploy:/m);

    const lab = own.lab;
    const namespaces = namespacesOf(lab.pid);
    await own.cli('down');
    expect(remainsOf(lab, namespaces)).toEqual([]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
