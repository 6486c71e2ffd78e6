/** The rewrite of services for a kernel without IPVS. */
import { expect, test } from 'vitest';
import { longPorts, withoutIpvs } from '../../../lab/engine/without-ipvs.ts';

test.each([
  ['80', [{ target: 80, protocol: 'tcp' }]],
  [8080, [{ target: 8080, protocol: 'tcp' }]],
  ['8080:80', [{ target: 80, published: 8080, protocol: 'tcp' }]],
  ['127.0.0.1:53:53/udp', [{ target: 53, published: 53, protocol: 'udp' }]],
  ['[::1]:53:53', [{ target: 53, published: 53, protocol: 'tcp' }]],
  ['127.0.0.1::80', [{ target: 80, protocol: 'tcp' }]],
  ['3000-3001:4000-4001', [{ target: 4000, published: 3000, protocol: 'tcp' }, { target: 4001, published: 3001, protocol: 'tcp' }]],
  [{ target: 80, published: 8080, protocol: 'tcp', mode: 'ingress' }, [{ target: 80, published: 8080, protocol: 'tcp', mode: 'ingress' }]],
])('reads port %j', (entry, expected) => {
  expect(longPorts(entry)).toEqual(expected);
});

test('refuses what is no port', () => {
  expect(() => longPorts('http')).toThrow('Invalid port: http');
  expect(() => longPorts('1-3:1-2')).toThrow('Invalid ranges');
});

test('every service is found by its tasks, ports are the node\'s', () => {
  const before = { version: '3.8', services: { app: { ports: ['8080:80'] }, db: { image: 'd:1', deploy: { endpoint_mode: 'vip' } }, none: null } };
  expect(withoutIpvs(before)).toEqual({
    version: '3.8',
    services: {
      app: { deploy: { endpoint_mode: 'dnsrr' }, ports: [{ target: 80, published: 8080, protocol: 'tcp', mode: 'host' }] },
      db: { image: 'd:1', deploy: { endpoint_mode: 'dnsrr' } },
      none: { deploy: { endpoint_mode: 'dnsrr' } },
    },
  });
});

test('start-first becomes stop-first only where a port is held', () => {
  const update = { order: 'start-first', failure_action: 'rollback' };
  const rewritten = withoutIpvs({
    services: { held: { ports: ['80:80'], deploy: { update_config: update } }, free: { deploy: { update_config: update } } },
  });
  expect(rewritten.services?.['held']?.deploy?.update_config).toEqual({ order: 'stop-first', failure_action: 'rollback' });
  expect(rewritten.services?.['free']?.deploy?.update_config).toBe(update);
});
