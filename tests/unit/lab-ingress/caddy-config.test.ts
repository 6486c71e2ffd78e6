import { describe, expect, test } from 'vitest';
import { caddyConfig, type CaddyRoute } from '../../../lab/ingress/caddy-config.ts';
import { routingTable } from '../../../lab/ingress/routing-table.ts';

function configured(labels: Record<string, string> = {}): { https: CaddyRoute[]; http: CaddyRoute[]; problems: string[] } {
  const { routes, problems } = routingTable([{
    name: 'blog_app', networks: ['proxy'], labels: {
      'traefik.enable': 'true', 'traefik.http.services.blog.loadbalancer.server.port': '80', 'traefik.http.routers.blog.rule': 'Host(`blog.lab.test`)',
      'traefik.http.routers.blog.tls': 'true', ...labels,
    },
  }]);
  const { servers } = caddyConfig('lab.test', routes).apps.http;
  return { https: servers.https.routes, http: servers.http.routes, problems };
}

/** The handlers of the one route that labels gave. */
function handlers(labels: Record<string, string>, at: 'https' | 'http' = 'https'): Record<string, unknown>[] {
  const route = configured(labels)[at].find(({ terminal }) => terminal);
  return (route?.handle[0] as unknown as { routes: CaddyRoute[] }).routes[0]?.handle ?? [];
}

describe('caddyConfig', () => {
  test('a route leads to the tasks of its service; what no route takes gets the marked 404', () => {
    const { https } = configured();
    expect(https).toHaveLength(3);
    expect(https[1]).toMatchObject({ match: [{ host: ['blog.lab.test'] }], terminal: true });
    expect(handlers({})).toMatchObject([{ handler: 'reverse_proxy', upstreams: [{ dial: 'tasks.blog_app:80' }] }]);
    expect(https[2]?.handle[0]).toMatchObject({ status_code: 404, headers: { 'X-Lab': ['no-route'] } });
  });

  test('http is redirected as a whole unless a router asks for web', () => {
    expect(configured().http).toHaveLength(2);
    const { https, http } = configured({ 'traefik.http.routers.blog.entrypoints': 'web' });
    expect([https.length, http.length]).toEqual([2, 3]);
    expect(handlers({ 'traefik.http.routers.blog.entrypoints': 'web' }, 'http')).toMatchObject([{ handler: 'reverse_proxy' }]);
  });

  test('redirectscheme answers on web and lets pass on web-secure', () => {
    const labels = {
      'traefik.http.routers.blog.entrypoints': 'web,web-secure', 'traefik.http.routers.blog.middlewares': 'secure',
      'traefik.http.middlewares.secure.redirectScheme.scheme': 'https', 'traefik.http.middlewares.secure.redirectScheme.permanent': 'true',
    };
    expect(handlers(labels)).toMatchObject([{ handler: 'reverse_proxy' }]);
    const [answer, ...rest] = handlers(labels, 'http');
    expect(rest).toEqual([]);
    expect(JSON.stringify(answer)).toContain('https://{http.request.host}{http.request.uri}');
    expect(JSON.stringify(answer)).toContain('"status_code":301');
  });

  test('redirectregex keeps its groups and what lies around the match', () => {
    const [answer] = handlers({
      'traefik.http.routers.blog.middlewares': 'dav', 'traefik.http.middlewares.dav.redirectregex.regex': '/.well-known/(card|cal)dav', 'traefik.http.middlewares.dav.redirectregex.replacement': '/remote.php/${1}dav/',
    });
    const text = JSON.stringify(answer);
    expect(text).toContain('"input_regexp":"^(?P<lab_before>.*?)(?P<lab_match>/.well-known/(card|cal)dav)(?P<lab_after>.*)$"');
    expect(text).toContain('"outputs":["${lab_before}/remote.php/${3}dav/${lab_after}"]');
    expect(text).toContain('"Location":["{lab_location_dav}"]');
    expect(text).toContain('"status_code":302');
  });

  test('what the lab does not do is answered with 501 by name, never passed on', () => {
    const chain = handlers({ 'traefik.http.routers.blog.middlewares': 'door', 'traefik.http.middlewares.door.basicauth.users': 'a:b' });
    expect(chain).toEqual([{
      handler: 'static_response', status_code: 501, body: "middleware door: the lab's ingress does not do basicauth\n",
      headers: { 'X-Lab': ['refused'], 'Content-Type': ['text/plain; charset=utf-8'] },
    }]);
  });

  test('paths and headers are rewritten in the order of the label', () => {
    const chain = handlers({
      'traefik.http.routers.blog.middlewares': 'cut,mark,add,shrink',
      'traefik.http.middlewares.cut.stripprefix.prefixes': '/api',
      'traefik.http.middlewares.mark.headers.customrequestheaders.X-Script-Name': '/api', 'traefik.http.middlewares.mark.headers.customresponseheaders.Server': '', 'traefik.http.middlewares.mark.headers.stsSeconds': '31536000',
      'traefik.http.middlewares.mark.headers.frameDeny': 'true', 'traefik.http.middlewares.mark.headers.contentSecurityPolicy': "default-src 'self'",
      'traefik.http.middlewares.add.addprefix.prefix': '/v1', 'traefik.http.middlewares.shrink.compress': 'true',
    });
    expect(chain.map(({ handler }) => handler)).toEqual(['subroute', 'headers', 'rewrite', 'reverse_proxy']);
    expect(chain[1]).toMatchObject({ request: { set: { 'x-script-name': ['/api'] } }, response: { delete: ['server'], deferred: true } });
    expect(chain[1]).toMatchObject({ response: { set: { 'X-Frame-Options': ['DENY'], 'Content-Security-Policy': ["default-src 'self'"] } } });
  });

  test.each([
    ['https', { tls: { insecure_skip_verify: true } }],
    ['h2c', { versions: ['h2c', '2'] }],
  ])('speaks %s to the app where asked', (scheme, transport) => {
    expect(handlers({ 'traefik.http.services.blog.loadbalancer.server.scheme': scheme })).toMatchObject([{ transport }]);
  });
});
