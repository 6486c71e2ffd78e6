/** Node, in a layer that all apps on it share. */
import type { ImageDefinition } from '../definition.ts';

const version = '24.21.0';

export const node: ImageDefinition = {
  ref: `lab/node:${version}`,
  file: 'lab/images/definitions/node.ts',
  holds: { from: 'npm', package: 'node', version },
  packages: ['libstdc++6'],
  // From 24.19 on, a garbage collection between two callbacks ends the process over any object of an addon made on ObjectWrap, as better-sqlite3 was until 13.
  node: { version, headers: '24.18.1' },
  config: { Cmd: ['node'] },
};
