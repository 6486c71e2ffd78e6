/** The base: Debian with curl for health checks, and the lab's root certificate trusted by everything that can be told to. */
import type { ImageConfig, Suite } from '../definition.ts';

interface BaseDefinition {
  ref: `lab/${string}:${string}`;
  suite: Suite;
  packages: readonly string[];
  config: ImageConfig & { Env: readonly string[] };
}

/** Node, Python's requests and Go's or OpenSSL's programs each look elsewhere than the system's store. */
const trust = '/etc/ssl/certs/ca-certificates.crt';

export const baseDefinition: BaseDefinition = {
  ref: 'lab/base:bookworm',
  suite: 'bookworm',
  packages: ['ca-certificates', 'curl', 'procps'],
  config: {
    Env: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
      `SSL_CERT_FILE=${trust}`,
      `REQUESTS_CA_BUNDLE=${trust}`,
      `NODE_EXTRA_CA_CERTS=${trust}`,
    ],
    Cmd: ['bash'],
  },
};
