/** A relying party: Apache with Debian's mod_auth_openidc, in front of a page of the lab's own that shows who is logged in and keeps a note of theirs. */
import { readFileSync } from 'node:fs';
import type { ImageDefinition, Suite } from '../definition.ts';

const source = (name: string): string => readFileSync(new URL(`whoami-oidc/${name}`, import.meta.url), 'utf8');

export function whoamiOidc({ version, suite, notes, file }: { version: string; suite: Suite; notes: string; file: string }): ImageDefinition {
  return {
    ref: `lab/whoami-oidc:${version}`,
    file,
    suite,
    holds: { from: 'debian', package: 'libapache2-mod-auth-openidc', version },
    packages: ['apache2', 'libapache2-mod-auth-openidc', 'python3-minimal', 'libpython3-stdlib'],
    files: [
      { path: '/usr/lib/whoami/page.py', mode: 0o755, content: source('page.py') },
      { path: '/usr/lib/whoami/notes.py', content: source(notes) },
      { path: '/usr/local/bin/entrypoint.sh', mode: 0o755, content: source('entrypoint.sh') },
    ],
    run: [
      'a2enmod -q auth_openidc cgid',
      'a2dismod -q -f status autoindex',
      'a2dissite -q 000-default',
      'a2disconf -q other-vhosts-access-log serve-cgi-bin',
      'rm -rf /var/www/html',
      // Logs are the container's output.
      'ln -sf /dev/stderr /var/log/apache2/error.log',
      'install -d -o www-data -g www-data -m 0700 /var/lib/whoami',
    ],
    config: {
      Entrypoint: ['entrypoint.sh'],
      Cmd: ['apache2', '-DFOREGROUND'],
      Env: ['PYTHONDONTWRITEBYTECODE=1'],
      WorkingDir: '/',
      ExposedPorts: { '80/tcp': {} },
    },
  };
}
