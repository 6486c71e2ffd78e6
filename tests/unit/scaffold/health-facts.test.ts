/** Given a healthcheck as it is written, when the path is asked for that tells an app's users that it is ready, then it is one that the ingress leads to, or none. */
import { expect, test } from 'vitest';
import type { ComposeService } from '../../../harness/recipe/compose.ts';
import { healthFacts } from '../../../harness/scaffold/health-facts.ts';

const service = (name: string, check: string | undefined, { port, routed = true, labels = {} }: { port?: number; routed?: boolean; labels?: Record<string, string> } = {}): ComposeService => ({
  name, image: 'x', healthcheck: check === undefined ? [] : check.split(' '), published: [], secrets: [], configs: [], volumes: [],
  labels: {
    ...(routed ? { 'traefik.http.routers.x.rule': 'Host(`x`)' } : {}),
    ...(port === undefined ? {} : { 'traefik.http.services.x.loadbalancer.server.port': String(port) }),
    ...labels,
  },
});

test.each([
  ['curl -f http://127.0.0.1:3000/up?deep=1 || exit 1', 3000, '/up'],
  ['curl -f http://localhost', 80, '/'],
  ['curl -f http://localhost/', undefined, '/'],
  ['curl -fk https://localhost:8443/ok', 8443, '/ok'],
  ['wget -qO- localhost:3000/ok', 3000, '/ok'],
  ['wget --spider http://[::1]:3000/ok', 3000, '/ok'],
  ['wget --spider http://app:3000/ok', 3000, '/ok'],
  ["python3 -c import urllib.request;urllib.request.urlopen('http://localhost:8000/health')", 8000, '/health'],
  ['sh -c "curl http://localhost:3000/a;true"', 3000, '/a'],
])('%s, behind port %s: %s', (check, port, path) => {
  expect(healthFacts([service('app', check, port === undefined ? {} : { port })])).toEqual({ path, seen: 'the healthcheck of app asks it' });
});

test.each([
  ['pg_isready -h localhost -p 5432', undefined, 'the healthcheck of app does not ask over HTTP'],
  ['nc -z localhost 3000', 3000, 'the healthcheck of app does not ask over HTTP'],
  ['curl -f $URL', 3000, 'the healthcheck of app does not ask over HTTP'],
  ['curl -f http://localhost:3000/$BASE/up', 3000, 'the healthcheck of app asks a path that only its container knows'],
  ['curl -f http://localhost:9000/health', 8080, 'the healthcheck of app asks port 9000, and the ingress leads to 8080'],
  ['curl -f https://localhost/health', 80, 'the healthcheck of app asks port 443, and the ingress leads to 80'],
  [undefined, 80, 'the service app has no healthcheck'],
])('%s, behind port %s: none', (check, port, seen) => {
  expect(healthFacts([service('app', check, port === undefined ? {} : { port })])).toEqual({ path: undefined, seen });
});

test('of several services the one behind the ingress counts, and app before others', () => {
  const [db, web, app] = [service('db', 'curl localhost/db', { routed: false }), service('web', 'curl localhost/web'), service('app', 'curl localhost/app')];
  expect(healthFacts([db, web]).path).toBe('/web');
  expect(healthFacts([db, web, app]).path).toBe('/app');
  const none = { path: undefined, seen: 'no service has an HTTP router of the ingress, and none publishes a TCP port' };
  expect(healthFacts([db])).toEqual(none);
  expect(healthFacts([service('app', 'curl localhost/app', { labels: { 'traefik.enable': 'false' } })])).toEqual(none);
  expect(healthFacts([service('app', 'curl localhost/app', { routed: false, labels: { 'traefik.tcp.routers.x.rule': 'HostSNI(`*`)' } })])).toEqual(none);
});

test.each([
  [[{ port: 64738, protocol: 'udp' }, { port: 64738, protocol: 'tcp' }], 64738],
  [[{ port: 53, protocol: 'udp' }], undefined],
  [[], undefined],
])('without a router, ports %j: %s', (published, port) => {
  const { path, port: found, seen } = healthFacts([{ ...service('app', undefined, { routed: false }), published }]);
  expect([path, found]).toEqual([undefined, port]);
  expect(seen).toContain(port === undefined ? 'none publishes a TCP port' : `app publishes port ${port}`);
});
