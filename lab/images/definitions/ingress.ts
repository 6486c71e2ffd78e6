/** The lab's ingress: Caddy and nothing else. */
import type { ImageDefinition } from '../definition.ts';

export const ingress: ImageDefinition = {
  ref: 'lab/ingress:2.6.2',
  file: 'lab/images/definitions/ingress.ts',
  holds: { from: 'debian', package: 'caddy', version: '2.6.2' },
  packages: ['caddy'],
  only: ['/usr/bin/caddy', '/etc/ssl/certs/ca-certificates.crt', '/etc/passwd', '/etc/group', '/etc/nsswitch.conf', '/etc/mime.types'],
  run: ['test -e /etc/mime.types || : > /etc/mime.types'],
  config: {
    Entrypoint: ['/usr/bin/caddy'],
    Env: ['PATH=/usr/bin', 'HOME=/data', 'XDG_DATA_HOME=/data', 'XDG_CONFIG_HOME=/data'],
    ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
  },
};
