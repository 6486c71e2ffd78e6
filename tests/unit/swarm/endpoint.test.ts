/** The ways to an engine: unix, tcp, ssh. */
import { describe, expect, it } from 'vitest';
import { dial } from '../../../harness/swarm/endpoint.ts';
import { sshArguments } from '../../../harness/swarm/ssh.ts';

describe('endpoints', () => {
  it('ssh asks nothing, and takes no option from a host name', () => {
    expect(sshArguments('ssh://me@host:2222').slice(-8)).toEqual(['-l', 'me', '-p', '2222', '--', 'host', 'docker', 'system'].concat('dial-stdio').slice(-8));
    expect(sshArguments('ssh://host')).toEqual(expect.arrayContaining(['BatchMode=yes', '--', 'host']));
    expect(sshArguments('ssh://host')).not.toContain('-l');
  });
  it('the shell\'s DOCKER_HOST is not heard', () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://192.0.2.1:2375';
    try {
      expect((dial('unix:///run/x.sock').docker.modem as unknown as { socketPath: string; host: unknown })).toMatchObject({ socketPath: '/run/x.sock', host: undefined });
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });
  it('nonsense is the user\'s mistake', () => {
    for (const bad of ['', 'http://x', 'unix://x', 'tcp://', 'ssh://']) expect(() => dial(bad), bad).toThrowError(/ERR_ENGINE_ENDPOINT/);
    expect(() => dial('tcp://host:2376', { DOCKER_CERT_PATH: '/no/such' })).toThrowError(/wants TLS/);
    expect(() => dial('tcp://host:2375', {})).not.toThrow();
  });
});
