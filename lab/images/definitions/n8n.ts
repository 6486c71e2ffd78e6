/** What both versions of n8n in the lab share: the npm package on the lab's Node, laid out as users of the upstream image know it. */
import type { ImageDefinition } from '../definition.ts';
import { node } from './node.ts';

const folder = '/opt/n8n';

/** Three of four files: no program reads them, and each costs time whenever the image is loaded. */
const leaveOut = [
  ...['*.js.map', '*.mjs.map', '*.cjs.map', '*.css.map', '*.ts', '*.mts', '*.cts', '*/README.md', '*/CHANGELOG.md', '*/.github'],
  // Programs and addons for other machines, and a browser's worth of programs that only steps beyond this network would start.
  ...['*/prebuilds/win32-*', '*/prebuilds/darwin-*', '*/prebuilds/linux-arm64', '*-win32-*.node', '*-darwin-*.node', '*-linux-arm64*.node', '*/agent-browser/bin', '*/selenium-webdriver/bin'],
  ...['*/chromadb-js-bindings-*', '*/@napi-rs/canvas-*', '*/isolated-vm/*.tgz'],
  // The editor's parts, which n8n-editor-ui brings whole.
  ...['*/node_modules/element-plus', '*/node_modules/@element-plus', '*/node_modules/reka-ui', '*/node_modules/@n8n/design-system'],
].map(pattern => `./${pattern}`);

export function n8n({ version, file }: { version: string; file: string }): ImageDefinition {
  return {
    ref: `lab/n8n:${version}`,
    file,
    holds: { from: 'npm', package: 'n8n', version },
    over: node,
    packages: [],
    npm: {
      folder, dependencies: { n8n: version }, before: '2026-11-15',
      // Later ones want a package that the registry does not have.
      overrides: { linkedom: '0.18.12' },
      compile: ['sqlite3'], leaveOut,
    },
    run: [
      'useradd --system --uid 1000 --create-home --home-dir /home/node --shell /usr/sbin/nologin node',
      'install -d -o node -g node -m 0700 /home/node/.n8n',
      `ln -s ${folder}/node_modules/n8n/bin/n8n /usr/local/bin/n8n`,
    ],
    config: {
      Entrypoint: ['n8n'],
      Cmd: ['start'],
      Env: ['NODE_ENV=production', 'N8N_USER_FOLDER=/home/node'],
      User: 'node',
      WorkingDir: '/home/node',
      ExposedPorts: { '5678/tcp': {} },
    },
  };
}
