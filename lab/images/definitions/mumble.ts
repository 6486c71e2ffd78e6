/** What both versions of the Mumble server in the lab share: Debian's package, started as users of the upstream image know it. */
import { readFileSync } from 'node:fs';
import type { ImageDefinition, Suite } from '../definition.ts';

export function mumble({ version, suite, file }: { version: string; suite: Suite; file: string }): ImageDefinition {
  return {
    ref: `lab/mumble-server:${version}`,
    file,
    suite,
    holds: { from: 'debian', package: 'mumble-server', version },
    packages: ['mumble-server', 'sqlite3'],
    files: [{ path: '/entrypoint.sh', mode: 0o755, content: readFileSync(new URL('mumble-entrypoint.sh', import.meta.url), 'utf8') }],
    run: ['install -d -o mumble-server -g mumble-server -m 0750 /data'],
    config: { Entrypoint: ['/entrypoint.sh'], User: 'mumble-server', WorkingDir: '/data', ExposedPorts: { '64738/tcp': {}, '64738/udp': {} } },
  };
}
