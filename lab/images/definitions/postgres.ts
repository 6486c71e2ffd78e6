/** PostgreSQL as Debian has it, started as users of the upstream image know it. The series is the tag: minor versions move within a release of Debian. */
import { readFileSync } from 'node:fs';
import type { ImageDefinition } from '../definition.ts';

export const postgres: ImageDefinition = {
  ref: 'lab/postgres:15',
  file: 'lab/images/definitions/postgres.ts',
  holds: { from: 'debian', package: 'postgresql-15', version: '15' },
  packages: ['postgresql-15'],
  // Compiling queries with LLVM is two thirds of the package and of no use to small databases; `jit = off` says so to the server.
  leaveOut: ['/usr/lib/*/libLLVM*', '/usr/lib/llvm-*', '/usr/lib/*/libz3*', '/usr/lib/postgresql/15/lib/bitcode/*'],
  files: [{ path: '/usr/local/bin/docker-entrypoint.sh', mode: 0o755, content: readFileSync(new URL('postgres-entrypoint.sh', import.meta.url), 'utf8') }],
  run: [
    'rm -rf /var/lib/postgresql/15 /etc/postgresql/15',
    'install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/data',
    'ln -s /usr/lib/postgresql/15/bin/* /usr/local/bin/ 2>/dev/null || true',
  ],
  config: {
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['postgres'],
    Env: ['PGDATA=/var/lib/postgresql/data'],
    ExposedPorts: { '5432/tcp': {} },
    // Fast shutdown: the default signal would wait for clients to leave.
    StopSignal: 'SIGINT',
  },
};
