/** Writes Caddy's whole configuration: what never changes, and the routes of a table. */
import { LabelError } from './labels.ts';
import { matcherSets, type MatcherSet } from './matchers.ts';
import { handlersOf, redirect, type Handler } from './middlewares.ts';
import type { EntryPoint, Route, Upstream } from './routing-table.ts';

export interface CaddyRoute {
  match?: MatcherSet[];
  handle: Handler[];
  terminal?: boolean;
}

/** Paths as Caddy's container sees them. */
export const insideContainer = { folder: '/run/caddy', data: '/data' } as const;

/** The one host name that Caddy's admin socket listens to. */
export const adminHost = 'lab';

export interface CaddyConfig {
  apps: { http: { servers: Record<'http' | 'https', { routes: CaddyRoute[] } & Record<string, unknown>> } } & Record<string, unknown>;
  [section: string]: unknown;
}

export function caddyConfig(zone: string, routes: readonly Route[]): CaddyConfig {
  const everyName = { on_demand: true, issuers: [{ module: 'internal', ca: 'local' }] };
  return {
    admin: { listen: `unix/${insideContainer.folder}/admin.sock`, origins: [adminHost], config: { persist: false } },
    logging: { logs: { default: { level: 'WARN' } } },
    storage: { module: 'file_system', root: insideContainer.data },
    apps: {
      pki: {
        certificate_authorities: {
          local: {
            name: 'Lab',
            install_trust: false,
            root: { format: 'pem_file', certificate: `${insideContainer.folder}/root.crt`, private_key: `${insideContainer.folder}/root.key` },
          },
        },
      },
      tls: {
        certificates: { automate: [zone, `*.${zone}`] },
        automation: { policies: [{ subjects: [zone, `*.${zone}`], issuers: everyName.issuers }, everyName] },
      },
      http: {
        servers: {
          https: server(':443', [...routesOf(routes, 'web-secure'), noRoute], { tls_connection_policies: [{ default_sni: zone }] }),
          http: server(':80', [...routesOf(routes, 'web'), toHttps], {}),
        },
      },
    },
  };
}

function server(listen: string, routes: CaddyRoute[], more: Record<string, unknown>): { routes: CaddyRoute[] } & Record<string, unknown> {
  return {
    listen: [listen],
    automatic_https: { disable: true },
    // Without HTTP/3 there is no Alt-Svc header that the app did not send.
    protocols: ['h1', 'h2'],
    routes: [withoutServerHeader, ...routes],
    errors: { routes: [noUpstream] },
    ...more,
  };
}

/** Caddy's own header goes before the app's comes. */
const withoutServerHeader: CaddyRoute = { handle: [{ handler: 'headers', response: { delete: ['Server'] } }] };

const noRoute: CaddyRoute = { handle: [own(404, 'no-route', 'no route for this host and path')] };

/** Caddy's own failures only: a 502 that the app itself sends passes through without the header. */
const noUpstream: CaddyRoute = { handle: [own('{http.error.status_code}', 'no-upstream', 'no answer from the service behind this route: {http.error.message}')] };

/** Co-op Cloud's Traefik redirects the whole entry point. */
const toHttps: CaddyRoute = { handle: [redirect('https://{http.request.host}{http.request.uri}', true)] };

/** An answer of the ingress itself, marked so that nobody takes it for the app's. */
function own(status: number | string, mark: string, body: string): Handler {
  return {
    handler: 'static_response',
    status_code: status,
    headers: { 'X-Lab': [mark], 'Content-Type': ['text/plain; charset=utf-8'] },
    body: `${body}\n`,
  };
}

function routesOf(routes: readonly Route[], entryPoint: EntryPoint): CaddyRoute[] {
  return routes.filter((route) => route.entryPoints.includes(entryPoint)).map((route) => caddyRoute(route, entryPoint));
}

function caddyRoute(route: Route, entryPoint: EntryPoint): CaddyRoute {
  const match = matcherSets(route.rule);
  return { ...(match.length > 0 ? { match } : {}), handle: [{ handler: 'subroute', routes: [{ handle: chain(route, entryPoint) }] }], terminal: true };
}

function chain(route: Route, entryPoint: EntryPoint): Handler[] {
  const handlers: Handler[] = [];
  for (const middleware of route.middlewares) {
    const handled = refusing(() => handlersOf(middleware, entryPoint === 'web' ? 'http' : 'https'));
    handlers.push(...handled.handlers);
    if (handled.ends) return handlers;
  }
  return [...handlers, proxy(route.upstreams, entryPoint)];
}

function refusing(make: () => ReturnType<typeof handlersOf>): ReturnType<typeof handlersOf> {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof LabelError)) throw error;
    return { handlers: [own(501, 'refused', error.message.replace(/[{}]/g, '\\$&'))], ends: true };
  }
}

/** Names are looked up at every new connection, so a replaced task is followed without a change of configuration. */
function proxy(upstreams: readonly Upstream[], entryPoint: EntryPoint): Handler {
  const [first] = upstreams;
  const scheme = first?.scheme ?? 'http';
  return {
    handler: 'reverse_proxy',
    upstreams: upstreams.map((upstream) => ({ dial: `tasks.${upstream.service}:${upstream.port}` })),
    ...(upstreams.length > 1 ? { load_balancing: { selection_policy: { policy: 'round_robin' } } } : {}),
    transport: {
      protocol: 'http',
      compression: false,
      // Shorter than any server's own: a connection that the app has just closed would cost a 502.
      keep_alive: { idle_timeout: '1s' },
      ...(scheme === 'https' ? { tls: { insecure_skip_verify: true } } : {}),
      ...(scheme === 'h2c' ? { versions: ['h2c', '2'] } : {}),
    },
    headers: {
      request: {
        set: {
          'X-Forwarded-Port': [entryPoint === 'web' ? '80' : '443'],
          'X-Forwarded-Server': ['lab'],
          'X-Real-Ip': ['{http.request.remote.host}'],
          ...(first?.passHostHeader === false ? { Host: ['{http.reverse_proxy.upstream.hostport}'] } : {}),
        },
      },
    },
  };
}
