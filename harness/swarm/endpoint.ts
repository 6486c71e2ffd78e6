/** From an endpoint of the settings to a dockerode client; the DOCKER_* variables of the shell are never heard, TLS files apart. */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { HarnessError } from '../errors.ts';
import { SshAgent } from './ssh.ts';

export interface Dialled {
  readonly docker: Dockerode;
  readonly agent: Agent;
}

/** Engine 20.10, the oldest met; newer ones answer it too. */
const version = 'v1.41';

export function dial(endpoint: string, env: NodeJS.ProcessEnv = process.env): Dialled {
  // docker-modem lets DOCKER_HOST win over its own options unless each of them is named.
  const blank = { host: undefined, port: undefined, socketPath: undefined, username: undefined, ca: undefined, cert: undefined, key: undefined, timeout: undefined, pathPrefix: '/', version };
  const made = (options: object, agent: Agent): Dialled => ({ docker: new Dockerode({ ...blank, ...options, agent } as Dockerode.DockerOptions), agent });

  if (endpoint.startsWith('unix:///')) {
    return made({ protocol: 'http', socketPath: endpoint.slice('unix://'.length) }, new Agent({ keepAlive: true }));
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol === 'ssh:' && url.hostname) return made({ protocol: 'http', host: 'engine', port: 80 }, new SshAgent(endpoint));
  if (url?.protocol === 'tcp:' && url.hostname) {
    const secure = url.port === '2376' || env['DOCKER_TLS_VERIFY'] === '1';
    const port = url.port || (secure ? '2376' : '2375');
    if (!secure) return made({ protocol: 'http', host: url.hostname, port }, new Agent({ keepAlive: true }));
    const pem = tlsFiles(env['DOCKER_CERT_PATH'] ?? join(homedir(), '.docker'), endpoint);
    return made({ protocol: 'https', host: url.hostname, port, ...pem }, new TlsAgent({ keepAlive: true, ...pem }));
  }
  throw new HarnessError({
    code: 'ERR_ENGINE_ENDPOINT', fault: 'user', message: `"${endpoint}" is not an engine's endpoint.`,
    wayOut: 'Write docker under [target] as unix:///path, ssh://user@host[:port] or tcp://host:port.',
  });
}

function tlsFiles(folder: string, endpoint: string): { ca: Buffer; cert: Buffer; key: Buffer } {
  const read = (name: string) => readFileSync(join(folder, name));
  try {
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (cause) {
    throw new HarnessError({
      code: 'ERR_ENGINE_ENDPOINT', fault: 'user', message: `The engine at ${endpoint} wants TLS, and ${folder} has not ca.pem, cert.pem and key.pem.`,
      wayOut: 'Put them there, or name their folder in DOCKER_CERT_PATH.', cause,
    });
  }
}
