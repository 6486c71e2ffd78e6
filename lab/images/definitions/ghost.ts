/** Ghost as of autumn 2026: the blog, as upstream's package has it, laid out as in upstream's image. */
import type { ImageDefinition } from '../definition.ts';
import { node } from './node.ts';

const version = '6.65.0';
const folder = '/var/lib/ghost';

/** A volume that is new, or older than a theme that comes with Ghost, is given what it lacks. */
const entrypoint = `#!/bin/sh
set -e
cd ${folder}/current/content
find . -mindepth 1 -maxdepth 2 | sort | while read -r one; do
  [ -e "${folder}/content/$one" ] || cp -a "$one" "${folder}/content/$one"
done
cd ${folder}
exec "$@"
`;

export const ghost665: ImageDefinition = {
  ref: `lab/ghost:${version}`,
  file: 'lab/images/definitions/ghost.ts',
  holds: { from: 'npm', package: 'ghost', version },
  packages: [],
  over: node,
  npm: {
    folder: `${folder}/current`, dependencies: { ghost: version }, before: '2026-11-15', unpacked: true,
    // sharp brings its own; what else has an addon does without.
    compile: ['better-sqlite3'],
    leaveOut: [
      './*.map', './*.d.ts', './*.d.cts', './*.d.mts', './components', './node_modules/@types', './node_modules/viem/_types', './node_modules/re2/vendor',
      './node_modules/better-sqlite3/deps', './node_modules/better-sqlite3/src', './node_modules/@img/*musl*',
    ],
  },
  files: [{ path: '/usr/local/bin/docker-entrypoint.sh', mode: 0o755, content: entrypoint }],
  run: [
    'useradd --system --uid 1000 --home-dir /home/node --create-home --shell /usr/sbin/nologin node',
    `install -d -o node -g node ${folder}/content ${folder}/current/content/logs`,
    `chown -R node:node ${folder}/current/content`,
  ],
  config: {
    Entrypoint: ['docker-entrypoint.sh'], Cmd: ['node', 'current/index.js'], WorkingDir: folder,
    Env: ['NODE_ENV=production', `paths__contentPath=${folder}/content`], ExposedPorts: { '2368/tcp': {} },
  },
};