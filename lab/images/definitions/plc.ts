/** The directory of identities that personal data servers write to, as upstream's package has it: one bundled program. */
import type { ImageDefinition } from '../definition.ts';
import { node } from './node.ts';

const folder = '/opt/plc';

export const plc: ImageDefinition = {
  ref: 'lab/plc:0.0.1',
  file: 'lab/images/definitions/plc.ts',
  holds: { from: 'npm', package: '@did-plc/server', version: '0.0.1' },
  packages: [],
  over: node,
  npm: { folder, dependencies: { '@did-plc/server': '0.0.1' }, before: '2026-11-15' },
  run: ['useradd --system --uid 1000 --home-dir /nonexistent --shell /usr/sbin/nologin plc'],
  config: { Cmd: ['node', `${folder}/node_modules/@did-plc/server/dist/bin.js`], User: 'plc', WorkingDir: folder, ExposedPorts: { '2582/tcp': {} } },
};
