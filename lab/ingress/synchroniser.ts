/** Keeps Caddy's configuration equal to the labels of the swarm, with as few changes as possible. */
import { isDeepStrictEqual } from 'node:util';
import type { Caddy } from './caddy-admin.ts';
import { caddyConfig, type CaddyConfig } from './caddy-config.ts';
import { routingTable, type Route, type SwarmService } from './routing-table.ts';

export interface Parts {
  zone: string;
  services(): Promise<SwarmService[]>;
  caddy: Caddy;
  /** Keeps the configuration for Caddy's next start. */
  save(config: CaddyConfig): void;
  log(line: string): void;
}

/**
 * Each change of Caddy's configuration closes every open WebSocket, so nothing is loaded unless it differs from what is live.
 * One route that Caddy refuses (a pattern that Go cannot read, say) is left out by name; the others live on.
 */
export class Synchroniser {
  readonly #parts: Parts;
  /** What Caddy is known to have; undefined when it must be asked. */
  #live: CaddyConfig | undefined;
  #routes = new Map<string, string>();
  #problems: readonly string[] = [];
  /** What Caddy took last, by the route's whole text. */
  #good: ReadonlySet<string> = new Set();
  /** Why Caddy refused a route, by the route's whole text. */
  readonly #refused = new Map<string, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Caddy was restarted, or may have been: ask it what it has. */
  doubt(): void {
    this.#live = undefined;
  }

  /** Reads the swarm and brings Caddy level. Says whether Caddy's configuration was changed. */
  async level(): Promise<boolean> {
    const { zone, caddy } = this.#parts;
    const { routes, problems } = routingTable(await this.#parts.services());
    let served = this.#accepted(routes);
    let config = caddyConfig(zone, served);
    if (this.#live === undefined) {
      const live = await caddy.live();
      if (isDeepStrictEqual(live, plain(config))) this.#live = config;
    }
    const differs = this.#live === undefined || !isDeepStrictEqual(this.#live, config);
    if (differs) {
      const loaded = await caddy.load(config);
      if (!loaded.accepted) {
        served = await this.#withoutRefused(served, loaded.reason);
        config = caddyConfig(zone, served);
      }
      this.#live = config;
      this.#good = new Set(served.map(textOf));
      this.#parts.save(config);
    }
    this.#tell(served, [...problems, ...this.#refusals(routes)]);
    return differs;
  }

  #accepted(routes: readonly Route[]): Route[] {
    const texts = new Set(routes.map(textOf));
    for (const text of this.#refused.keys()) if (!texts.has(text)) this.#refused.delete(text);
    return routes.filter((route) => !this.#refused.has(textOf(route)));
  }

  /** Finds the routes that Caddy refuses, without taking away meanwhile what it serves already. */
  async #withoutRefused(routes: readonly Route[], reason: string): Promise<Route[]> {
    const { zone, caddy } = this.#parts;
    const suspects = routes.filter((route) => !this.#good.has(textOf(route)));
    for (const suspect of suspects) {
      const others = routes.filter((route) => route !== suspect);
      if (!(await caddy.load(caddyConfig(zone, others))).accepted) continue;
      this.#refused.set(textOf(suspect), reason);
      return others;
    }
    let served = routes.filter((route) => !suspects.includes(route));
    for (const suspect of suspects) {
      const more = routes.filter((route) => route === suspect || served.includes(route));
      const loaded = await caddy.load(caddyConfig(zone, more));
      if (loaded.accepted) served = more;
      else this.#refused.set(textOf(suspect), loaded.reason);
    }
    const last = await caddy.load(caddyConfig(zone, served));
    if (!last.accepted) throw new Error(`Caddy refuses what it took before: ${last.reason}`);
    return served;
  }

  #refusals(routes: readonly Route[]): string[] {
    return routes.flatMap((route) => {
      const reason = this.#refused.get(textOf(route));
      return reason === undefined ? [] : [`router ${route.router} of ${route.declaredBy.join(', ')} is not served: Caddy refuses it: ${reason}`];
    });
  }

  /** Differences only. */
  #tell(served: readonly Route[], problems: readonly string[]): void {
    const log = (line: string): void => this.#parts.log(line);
    const routes = new Map(served.map((route) => [route.router, described(route)]));
    for (const [router, text] of this.#routes) if (routes.get(router) !== text) log(`- ${text}`);
    for (const [router, text] of routes) if (this.#routes.get(router) !== text) log(`+ ${text}`);
    for (const problem of problems) if (!this.#problems.includes(problem)) log(`! ${problem}`);
    this.#routes = routes;
    this.#problems = problems;
  }
}

function described(route: Route): string {
  const to = route.upstreams.map((upstream) => `${upstream.scheme}://tasks.${upstream.service}:${upstream.port}`).join(', ');
  const through = route.middlewares.length > 0 ? ` through ${route.middlewares.map(({ name }) => name).join(', ')}` : '';
  return `route ${route.router}: ${route.ruleText} on ${route.entryPoints.join(', ')}${through} to ${to}`;
}

function textOf(route: Route): string {
  return JSON.stringify(route);
}

/** As it comes back from Caddy. */
function plain(config: CaddyConfig): unknown {
  return JSON.parse(JSON.stringify(config));
}
