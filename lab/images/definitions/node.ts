/** Node, in a layer that all apps on it share. */
import type { ImageDefinition } from '../definition.ts';

const version = '24.21.0';

export const node: ImageDefinition = {
  ref: `lab/node:${version}`,
  file: 'lab/images/definitions/node.ts',
  holds: { from: 'npm', package: 'node', version },
  packages: ['libstdc++6'],
  node: { version },
  config: { Cmd: ['node'] },
};
