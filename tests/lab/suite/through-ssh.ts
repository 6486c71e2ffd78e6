/** A user without rights, who reaches the lab's engine only through ssh: what a real server looks like from a desk. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { labFolder, labTarget } from '../lab.ts';
import { repository, type SuiteOptions } from './run-suite.ts';

export const nobody = 65_534;
/** The words in front of a command that run it as that user. */
export const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
const lab = (...args: string[]) => execa(process.execPath, [join(repository, 'lab', 'cli.ts'), ...args], { env: { LAB_STATE: labFolder() } });

/** Makes a user's project that user's own, with a harness.toml for the server behind ssh. @returns how to run its suite */
export async function throughSsh(root: string): Promise<SuiteOptions> {
  await lab('images', 'lab/nginx:1.22.1', 'lab/nginx:1.26.3');
  const home = join(root, 'home');
  mkdirSync(home);
  const endpoint = await openSsh(home);
  const node = await project(root, home, endpoint);
  execFileSync('chown', ['-hR', `${nobody}:${nobody}`, root]);
  return {
    root, node, as: asNobody,
    env: {
      HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache'),
      RECIPE_HARNESS_STATE: '', LAB_STATE: '', LAB_TARGET: '', TMPDIR: '/tmp',
    },
  };
}

/** An ssh server in the lab, and an `ssh` for the user that knows its key: what `~/.ssh/config` does for a person. */
async function openSsh(home: string): Promise<string> {
  await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'key')]);
  const { stdout } = await lab('ssh-server', '--user', 'deploy', '--authorized-key', join(home, 'key.pub'));
  const { endpoint, knownHosts } = JSON.parse(stdout) as { endpoint: string; knownHosts: string };
  writeFileSync(join(home, 'known_hosts'), `${knownHosts}\n`);
  mkdirSync(join(home, 'bin'));
  executable(join(home, 'bin', 'ssh'),
    `exec /usr/bin/ssh -F none -i '${home}/key' -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile='${home}/known_hosts' "$@"`);
  return endpoint;
}

/** harness.toml as a person would write it for a server; abra and catalogue are copies that this user may read. */
async function project(root: string, home: string, endpoint: string): Promise<string> {
  const node = join(home, 'bin', 'node');
  cpSync(process.execPath, node);
  const target = labTarget();
  mkdirSync(join(home, 'lab'));
  for (const name of ['lab.json', 'catalogue', 'recipes']) cpSync(join(labFolder(), name), join(home, 'lab', name), { recursive: true });
  const catalogue = join(home, 'lab', 'catalogue', 'recipes.json');
  writeFileSync(catalogue, readFileSync(catalogue, 'utf8').replaceAll(`file://${labFolder()}/`, `file://${home}/lab/`));
  cpSync(target.ca ?? '', join(home, 'root.crt'));
  executable(join(home, 'bin', 'abra'), `exec env LAB_STATE='${home}/lab' '${node}' '${root}/node_modules/recipe-harness/lab/abra/main.js' "$@"`);
  await execa('/usr/bin/docker', ['context', 'create', target.server, '--docker', `host=${endpoint}`], { env: { DOCKER_CONFIG: join(home, 'docker') } });
  const toml = {
    abra: 'home/bin/abra', server: target.server, docker: endpoint, zone: target.zone, address: target.address ?? '',
    ca: 'home/root.crt', catalogue: 'home/lab/catalogue', docker_config: 'home/docker', pull: 'missing',
  };
  writeFileSync(join(root, 'harness.toml'), ['[target]', ...Object.entries(toml).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), ''].join('\n'));
  return node;
}

function executable(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}
