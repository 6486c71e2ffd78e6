/** What all versions of nginx in the lab share: Debian's package, laid out as users of the upstream image know it. */
import type { ImageDefinition, Suite } from '../definition.ts';

const defaultServer = `server {
    listen 80;
    listen [::]:80;
    server_name localhost;
    location / {
        root /usr/share/nginx/html;
        index index.html index.htm;
    }
}
`;

export function nginx({ version, suite, file }: { version: string; suite: Suite; file: string }): ImageDefinition {
  return {
    ref: `lab/nginx:${version}`,
    file,
    suite,
    holds: { from: 'debian', package: 'nginx', version },
    packages: ['nginx'],
    files: [{ path: '/etc/nginx/conf.d/default.conf', content: defaultServer }],
    run: [
      'rm -f /etc/nginx/sites-enabled/default',
      'rm -rf /var/www',
      // Logs are the container's output.
      'ln -sf /dev/stdout /var/log/nginx/access.log',
      'ln -sf /dev/stderr /var/log/nginx/error.log',
    ],
    config: { Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: { '80/tcp': {} }, StopSignal: 'SIGQUIT' },
  };
}
