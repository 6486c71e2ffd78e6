/** What both versions of the PDS in the lab share: the personal data server of the AT Protocol, as upstream's package has it. */
import type { ImageDefinition } from '../definition.ts';
import { node } from './node.ts';

const folder = '/opt/pds';

/** What upstream's own image puts around the package: settings from the environment, an orderly end when it is told to end. */
const service = `import { envToCfg, envToSecrets, PDS, readEnv } from '@atproto/pds';

const env = readEnv();
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();
process.once('SIGTERM', () => pds.destroy());
`;

export function pds({ version, before, file }: { version: string; before: string; file: string }): ImageDefinition {
  return {
    ref: `lab/pds:${version}`,
    file,
    holds: { from: 'npm', package: '@atproto/pds', version },
    packages: [],
    over: node,
    npm: {
      folder, dependencies: { '@atproto/pds': version }, before, compile: ['better-sqlite3'],
      // The compiler of lexicons comes along, and is no part of the server.
      leaveOut: ['./*.map', './*.d.ts', './node_modules/better-sqlite3/deps', './node_modules/better-sqlite3/src', './node_modules/@ts-morph', './node_modules/prettier', './node_modules/@types'],
    },
    files: [{ path: `${folder}/index.mjs`, content: service }],
    run: ['useradd --system --uid 1000 --home-dir /pds --shell /usr/sbin/nologin pds', 'install -d -o pds -g pds -m 0700 /pds'],
    config: { Cmd: ['node', `${folder}/index.mjs`], Env: ['NODE_ENV=production'], User: 'pds', WorkingDir: folder, ExposedPorts: { '3000/tcp': {} } },
  };
}
