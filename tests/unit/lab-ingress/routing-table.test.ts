import { describe, expect, test } from 'vitest';
import { routingTable, type SwarmService } from '../../../lab/ingress/routing-table.ts';

function service(name: string, labels: Record<string, string>, networks = ['proxy']): SwarmService {
  return { name, labels: { 'traefik.enable': 'true', ...labels }, networks };
}

/** As a recipe of Co-op Cloud writes them. */
function recipe(stack: string, more: Record<string, string> = {}): SwarmService {
  return service(`${stack}_app`, {
    [`traefik.http.services.${stack}.loadbalancer.server.port`]: '80',
    [`traefik.http.routers.${stack}.rule`]: `Host(\`${stack}.lab.test\`)`,
    [`traefik.http.routers.${stack}.entrypoints`]: 'web-secure',
    [`traefik.http.routers.${stack}.tls.certresolver`]: '',
    [`coop-cloud.${stack}.version`]: '1.0.0+1.22.1',
    ...more,
  });
}

describe('routingTable', () => {
  test("serves a recipe's labels as they stand", () => {
    const { routes, problems } = routingTable([recipe('blog')]);
    expect(problems).toEqual([]);
    expect(routes).toEqual([{
      router: 'blog', declaredBy: ['blog_app'], entryPoints: ['web-secure'],
      rule: { kind: 'match', matcher: 'Host', values: ['blog.lab.test'] }, ruleText: 'Host(`blog.lab.test`)', priority: 21, middlewares: [],
      upstreams: [{ service: 'blog_app', port: 80, scheme: 'http', passHostHeader: true }],
    }]);
  });

  test('serves nothing without traefik.enable=true', () => {
    for (const value of ['false', '0', '']) {
      expect(routingTable([recipe('blog', { 'traefik.enable': value })]).routes).toEqual([]);
    }
    expect(routingTable([{ name: 'a_app', labels: { 'traefik.http.routers.a.rule': 'Host(`a`)' }, networks: [] }])).toEqual({ routes: [], problems: [] });
  });

  test('orders by priority, then by the length of the rule', () => {
    const { routes } = routingTable([
      recipe('aa'),
      recipe('bb', { 'traefik.http.routers.bb.rule': 'Host(`aa.lab.test`) && PathPrefix(`/admin`)' }),
      recipe('cc', { 'traefik.http.routers.cc.priority': '1000' }),
      recipe('dd', { 'traefik.http.routers.dd.priority': '1' }),
    ]);
    expect(routes.map(({ router }) => router)).toEqual(['cc', 'bb', 'aa', 'dd']);
  });

  test('lets several routers of a service choose among its load balancers', () => {
    const { routes, problems } = routingTable([recipe('git', {
      'traefik.http.services.ssh.loadbalancer.server.port': '8443',
      'traefik.http.services.ssh.loadbalancer.server.scheme': 'https',
      'traefik.http.routers.git.service': 'git',
      'traefik.http.routers.other.rule': 'Host(`other.lab.test`)',
      'traefik.http.routers.other.service': 'ssh@docker',
      'traefik.http.routers.other.tls': 'true',
      'traefik.http.routers.lost.rule': 'Host(`lost.lab.test`)',
      'traefik.http.routers.lost.tls': 'true',
    })]);
    expect(routes.map(({ router, upstreams }) => [router, upstreams[0]?.port, upstreams[0]?.scheme])).toEqual([['other', 8443, 'https'], ['git', 80, 'http']]);
    expect(problems).toEqual(['router lost of git_app is not served: its service has several load balancers, so it must name one (.service=)']);
  });

  test('an unreadable rule costs its own router alone, and is named', () => {
    const { routes, problems } = routingTable([recipe('bad', { 'traefik.http.routers.bad.rule': 'Host(`bad.lab.test`' }), recipe('good')]);
    expect(routes.map(({ router }) => router)).toEqual(['good']);
    expect(problems).toEqual(['router bad of bad_app is not served: found the end, expected , (at character 20)']);
  });

  test.each([
    ['traefik.http.routers.blog.entrypoint', 'web', 'knows no such field of a router'],
    ['traefik.http.services.blog.loadbalancer.port', '80', 'not a field of a load balancer'],
    ['traefik.http.services.blog.loadbalancer.server.port', 'http', 'is not a port'],
    ['traefik.http.services.blog.loadbalancer.server.port', '70000', 'is not a port'],
    ['traefik.http.services.blog.loadbalancer.server.scheme', 'ftp', 'is not http, https or h2c'],
    ['traefik.enable', 'yes', 'neither true nor false'],
    ['traefik.http.router.blog.rule', 'Host(`a`)', 'knows routers, services and middlewares'],
    ['traefik.http.routers.blog', 'x', 'names no field'],
  ])('%s=%s is refused with its service', (label, value, part) => {
    const { routes, problems } = routingTable([recipe('blog', { [label]: value }), recipe('good')]);
    expect(routes.map(({ router }) => router)).toEqual(['good']);
    expect(problems).toEqual([expect.stringContaining(part)]);
    expect(problems[0]).toContain('service blog_app is not served');
  });

  test.each([
    ['traefik.http.routers.blog.entrypoints', 'websecure', 'web and web-secure, not websecure'],
    ['traefik.http.routers.blog.service', 'api@internal', 'not declared by labels'],
    ['traefik.http.routers.blog.service', 'nobody', 'which no label declares'],
    ['traefik.http.routers.blog.middlewares', 'nobody', 'which no label declares'],
    ['traefik.http.routers.blog.priority', 'high', 'not a whole number'],
  ])('%s=%s costs its router', (label, value, part) => {
    const { routes, problems } = routingTable([recipe('blog', { [label]: value })]);
    expect(routes).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(part)]);
  });

  test.each<[string, string[]]>([
    ['web', ['web']], ['web-secure', ['web-secure']], ['web, web-secure', ['web', 'web-secure']], ['', ['web-secure']], ['web-secure,smtp', ['web-secure']],
  ])('entrypoints=%s', (value, entryPoints) => {
    expect(routingTable([recipe('blog', { 'traefik.http.routers.blog.entrypoints': value })]).routes[0]?.entryPoints).toEqual(entryPoints);
  });

  test('a router declared in two ways is served in none, in the same way by two services it is served once', () => {
    const shared = (port: string, rule: string): Record<string, string> => ({
      'traefik.http.services.shared.loadbalancer.server.port': port, 'traefik.http.routers.shared.rule': rule, 'traefik.http.routers.shared.tls': 'true',
    });
    const torn = routingTable([service('a_app', shared('80', 'Host(`a`)')), service('b_app', shared('80', 'Host(`b`)'))]);
    expect(torn.routes).toEqual([]);
    expect(torn.problems).toEqual(['router shared is declared in two ways, by a_app and b_app: neither is served']);
    const joined = routingTable([service('a_app', shared('80', 'Host(`a`)')), service('b_app', shared('81', 'Host(`a`)'))]);
    expect(joined.routes.map(({ upstreams }) => upstreams.map((upstream) => `${upstream.service}:${upstream.port}`))).toEqual([['a_app:80', 'b_app:81']]);
  });

  test('middlewares may be declared by another service; those of files are left out by name', () => {
    const { routes, problems } = routingTable([
      recipe('blog', { 'traefik.http.routers.blog.middlewares': 'secure@swarm, security@file' }),
      service('rules', { 'traefik.http.middlewares.secure.redirectscheme.scheme': 'https', 'traefik.http.services.rules.loadbalancer.server.port': '80' }),
    ]);
    expect(routes[0]?.middlewares).toEqual([{ name: 'secure', fields: { 'redirectscheme.scheme': 'https' } }]);
    expect(problems).toEqual(["router blog: middleware security@file is left out: the lab's ingress has no files"]);
  });

  test('a service without a port is dropped with all of its labels, as by Traefik', () => {
    const { routes, problems } = routingTable([service('bare', { 'traefik.http.routers.bare.rule': 'Host(`a`)' })]);
    expect(routes).toEqual([]);
    expect(problems).toEqual(['service bare is not served: it has no loadbalancer.server.port']);
  });

  test('says what cannot be reached, is not served, or would not be answered by Traefik', () => {
    const { routes, problems } = routingTable([
      service('a_app', {
        'traefik.http.services.a.loadbalancer.server.port': '80', 'traefik.http.routers.a.rule': 'Host(`a`)', 'traefik.swarm.network': 'elsewhere', 'traefik.tcp.routers.ssh.rule': 'HostSNI(`*`)',
      }, ['internal']),
    ]);
    expect(routes).toHaveLength(1);
    expect(problems).toEqual([
      "service a_app: tcp routers are not served by the lab's ingress (traefik.tcp.routers.ssh.rule)",
      "service a_app asks for network elsewhere; the lab's ingress is only on proxy",
      'service a_app is not on the network proxy: it cannot be reached',
      'router a has no .tls label: Traefik would not answer it over https, the lab does',
    ]);
  });

  test('the same services give the same table, in whatever order they come', () => {
    const services = ['a', 'b', 'c'].map((stack) => recipe(stack));
    expect(routingTable([...services].reverse())).toEqual(routingTable(services));
  });
});
