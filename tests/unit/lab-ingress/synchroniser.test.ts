import { describe, expect, test } from 'vitest';
import type { Loaded } from '../../../lab/ingress/caddy-admin.ts';
import type { CaddyConfig } from '../../../lab/ingress/caddy-config.ts';
import type { SwarmService } from '../../../lab/ingress/routing-table.ts';
import { Synchroniser } from '../../../lab/ingress/synchroniser.ts';

function recipe(stack: string, more: Record<string, string> = {}): SwarmService {
  return {
    name: `${stack}_app`, networks: ['proxy'], labels: {
      'traefik.enable': 'true', [`traefik.http.services.${stack}.loadbalancer.server.port`]: '80', [`traefik.http.routers.${stack}.rule`]: `Host(\`${stack}.lab.test\`)`,
      [`traefik.http.routers.${stack}.tls`]: 'true', ...more,
    },
  };
}

/** A Caddy that refuses every pattern with a look-ahead, as Go does. */
function stage(): { services: SwarmService[]; live: CaddyConfig | undefined; loads: number; lines: string[]; saved: CaddyConfig[]; everLive: CaddyConfig[]; synchroniser: Synchroniser } {
  const it = {
    services: [] as SwarmService[], live: undefined as CaddyConfig | undefined, loads: 0, lines: [] as string[], saved: [] as CaddyConfig[], everLive: [] as CaddyConfig[],
    synchroniser: undefined as unknown as Synchroniser,
  };
  it.synchroniser = new Synchroniser({
    zone: 'lab.test',
    services: async () => it.services,
    caddy: {
      live: async () => it.live === undefined ? undefined : JSON.parse(JSON.stringify(it.live)) as unknown,
      load: async (config): Promise<Loaded> => {
        it.loads += 1;
        if (JSON.stringify(config).includes('(?=')) return { accepted: false, reason: 'invalid or unsupported Perl syntax: `(?=`' };
        it.live = config;
        it.everLive.push(config);
        return { accepted: true };
      },
    },
    save: (config) => { it.saved.push(config); },
    log: (line) => { it.lines.push(line); },
  });
  return it;
}

describe('Synchroniser', () => {
  test('loads what differs, and nothing when labels that are none of its business change', async () => {
    const it = stage();
    it.services = [recipe('blog')];
    expect(await it.synchroniser.level()).toBe(true);
    it.services = [recipe('blog', { 'coop-cloud.blog.version': '2.0.0' }), { name: 'db', labels: {}, networks: [] }];
    expect(await it.synchroniser.level()).toBe(false);
    expect(it.loads).toBe(1);
    expect(it.saved).toEqual([it.live]);
    expect(it.lines).toEqual(['+ route blog: Host(`blog.lab.test`) on web-secure to http://tasks.blog_app:80']);
  });

  test('a route that is gone is taken away and said', async () => {
    const it = stage();
    it.services = [recipe('blog'), recipe('wiki')];
    await it.synchroniser.level();
    it.services = [recipe('wiki')];
    expect(await it.synchroniser.level()).toBe(true);
    expect(JSON.stringify(it.live)).not.toContain('blog');
    expect(it.lines.at(-1)).toBe('- route blog: Host(`blog.lab.test`) on web-secure to http://tasks.blog_app:80');
  });

  test('started again, it leaves a Caddy alone that is level', async () => {
    const first = stage();
    first.services = [recipe('blog')];
    await first.synchroniser.level();
    const second = stage();
    second.services = first.services;
    second.live = first.live;
    expect(await second.synchroniser.level()).toBe(false);
    expect(second.loads).toBe(0);
  });

  test('a Caddy that forgot gets its routes again', async () => {
    const it = stage();
    it.services = [recipe('blog')];
    await it.synchroniser.level();
    it.live = undefined;
    expect(await it.synchroniser.level()).toBe(false);
    it.synchroniser.doubt();
    expect(await it.synchroniser.level()).toBe(true);
    expect(JSON.stringify(it.live)).toContain('blog.lab.test');
  });

  test('a route that Caddy refuses is named once, the others live on and new ones come', async () => {
    const it = stage();
    it.services = [recipe('bad', { 'traefik.http.routers.bad.rule': 'PathRegexp(`(?=x)`)' }), recipe('blog')];
    await it.synchroniser.level();
    expect(JSON.stringify(it.live)).toContain('blog.lab.test');
    expect(it.lines.filter((line) => line.startsWith('!'))).toEqual(['! router bad of bad_app is not served: Caddy refuses it: invalid or unsupported Perl syntax: `(?=`']);
    const loads = it.loads;
    expect(it.everLive.every((config) => JSON.stringify(config).includes('blog.lab.test'))).toBe(true);
    expect(await it.synchroniser.level()).toBe(false);
    it.services = [...it.services, recipe('wiki')];
    await it.synchroniser.level();
    expect(it.loads).toBe(loads + 1);
    expect(JSON.stringify(it.live)).toContain('wiki.lab.test');
    expect(it.lines.filter((line) => line.startsWith('!'))).toHaveLength(1);
  });

  test('several refused at once are each named, and nothing that is served goes away meanwhile', async () => {
    const it = stage();
    it.services = [recipe('blog')];
    await it.synchroniser.level();
    const bad = (stack: string): SwarmService => recipe(stack, { [`traefik.http.routers.${stack}.rule`]: `HostRegexp(\`(?=${stack})\`)` });
    it.services = [recipe('blog'), bad('one'), bad('two'), recipe('wiki')];
    await it.synchroniser.level();
    expect(it.everLive.every((config) => JSON.stringify(config).includes('blog.lab.test'))).toBe(true);
    expect(JSON.stringify(it.live)).toContain('wiki.lab.test');
    expect(it.lines.filter((line) => line.startsWith('!')).map((line) => line.split(' ')[2])).toEqual(['one', 'two']);
    expect(await it.synchroniser.level()).toBe(false);
  });
});
