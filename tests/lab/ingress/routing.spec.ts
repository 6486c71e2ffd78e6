import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { agentFor, recipeLabels, Stage } from './stage.ts';

let stage: Stage;
/** Names of this run's own, so that files side by side do not meet. */
const word = `r${randomBytes(3).toString('hex')}`;
const host = (name: string): string => `${word}-${name}.lab.test`;

test.beforeAll(async () => {
  stage = await Stage.open();
  const app = `${word}_app`;
  await Promise.all([
    stage.create(app, {
      labels: recipeLabels(`${word}app`, `Host(\`${host('a')}\`, \`${host('b')}\`) || (Host(\`${host('c')}\`) && !PathPrefix(\`/private\`))`, {
        // Long as it is, this rule yields to the shorter ones.
        [`traefik.http.routers.${word}app.priority`]: '1',
        [`traefik.http.routers.${word}plain.rule`]: `Host(\`${host('plain')}\`)`,
        [`traefik.http.routers.${word}plain.entrypoints`]: 'web',
        [`traefik.http.routers.${word}cut.rule`]: `Host(\`${host('a')}\`) && PathPrefix(\`/cut\`)`,
        [`traefik.http.routers.${word}cut.entrypoints`]: 'web-secure',
        [`traefik.http.routers.${word}cut.tls`]: 'true',
        [`traefik.http.routers.${word}cut.middlewares`]: `${word}strip,${word}dav`,
        [`traefik.http.middlewares.${word}strip.stripprefix.prefixes`]: '/cut',
        [`traefik.http.middlewares.${word}dav.redirectregex.regex`]: '^https://(.*)/dav(.*)',
        [`traefik.http.middlewares.${word}dav.redirectregex.replacement`]: 'https://${1}/remote$2',
        [`traefik.http.middlewares.${word}dav.redirectregex.permanent`]: 'true',
      }),
    }),
    stage.create(`${word}_admin`, { labels: recipeLabels(`${word}admin`, `Host(\`${host('a')}\`) && PathPrefix(\`/admin\`)`) }),
    stage.create(`${word}_sub`, { labels: recipeLabels(`${word}sub`, `HostRegexp(\`^[a-z]+\\.${host('multi').replaceAll('.', '\\.')}$\`)`) }),
    stage.create(`${word}_bad`, { labels: recipeLabels(`${word}bad`, `Host(\`${host('bad')}\``) }),
    stage.create(`${word}_worse`, { labels: recipeLabels(`${word}worse`, `Host(\`${host('worse')}\`) && PathRegexp(\`(?=x)\`)`) }),
  ]);
  for (const url of [`https://${host('a')}/`, `https://${host('a')}/admin`, `https://x.${host('multi')}/`]) {
    expect((await stage.getUntil(url, ({ status }) => status === 200)).status, url).toBe(200);
  }
});

test.afterAll(() => stage.close());

const answering = async (url: string): Promise<string | number> => {
  const { status, headers } = await stage.get(url);
  return status === 200 ? String(headers['x-app']) : status;
};

test('hosts and paths lead to the service whose rule matches, the higher priority first', async () => {
  for (const name of ['a', 'b', 'c']) expect(await answering(`https://${host(name)}/`)).toBe(`${word}_app`);
  expect(await answering(`https://${host('a').toUpperCase()}/`)).toBe(`${word}_app`);
  expect(await answering(`https://${host('a')}/admin/users?x=1`)).toBe(`${word}_admin`);
  expect(await answering(`https://${host('b')}/admin`)).toBe(`${word}_app`);
  expect(await answering(`https://${host('c')}/private`)).toBe(404);
  expect(await answering(`https://${host('c')}/Private`)).toBe(`${word}_app`);
});

test('a pattern of hosts takes names below a name, with a valid certificate for each', async () => {
  expect(await answering(`https://one.${host('multi')}/`)).toBe(`${word}_sub`);
  expect(await answering(`https://two2.${host('multi')}/`)).toBe(404);
});

test('an unknown host gets a marked 404 over valid TLS', async () => {
  const { status, headers, text } = await stage.get(`https://${host('nobody')}/`);
  expect(status).toBe(404);
  expect(headers['x-lab']).toBe('no-route');
  expect(text).toContain('no route for this host');
  expect(headers).not.toHaveProperty('server');
  expect(headers).not.toHaveProperty('alt-svc');
});

test('http is redirected to https with path and query, known host or not', async () => {
  for (const name of [host('a'), host('nobody')]) {
    const got = await stage.get(`http://${name}/x/y?q=1&r=%2F`);
    expect([got.status, got.headers['location']]).toEqual([301, `https://${name}/x/y?q=1&r=%2F`]);
    const posted = await stage.get(`http://${name}/x`, { method: 'POST', body: 'x' });
    expect([posted.status, posted.headers['location']]).toEqual([308, `https://${name}/x`]);
  }
});

test('a router on the entry point web answers over http, and not over https', async () => {
  const plain = await stage.get(`http://${host('plain')}/`);
  expect(plain.status).toBe(200);
  expect((JSON.parse(plain.text) as { headers: Record<string, string> }).headers).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' });
  expect(await answering(`https://${host('plain')}/`)).toBe(404);
});

test('middlewares strip prefixes and redirect by pattern', async () => {
  const cut = await stage.get(`https://${host('a')}/cut/deep?x=1`);
  expect(JSON.parse(cut.text)).toMatchObject({ url: '/deep?x=1', headers: { 'x-forwarded-prefix': '/cut' } });
  const dav = await stage.get(`https://${host('a')}/cut/dav/me?x={1}`);
  expect([dav.status, dav.headers['location']]).toEqual([301, `https://${host('a')}/remote/me?x={1}`]);
});

test('rules that cannot be read are named in the log and cost nobody else', async () => {
  expect(await answering(`https://${host('worse')}/x`)).toBe(404);
  const problems = stage.log().filter((line) => line.includes(' ! ') && line.includes(word)).join('\n');
  expect(problems).toContain(`router ${word}bad of ${word}_bad is not served: found the end`);
  expect(problems).toContain(`router ${word}worse of ${word}_worse is not served: Caddy refuses it`);
});

test('the app sees the address that was asked for, and its own 502 stays its own', async () => {
  const { text } = await stage.get(`https://${host('a')}/p?q=%20`, { headers: { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'http' } });
  const { url, headers } = JSON.parse(text) as { url: string; headers: Record<string, string> };
  expect(url).toBe('/p?q=%20');
  expect(headers).toMatchObject({ 'host': host('a'), 'x-forwarded-host': host('a'), 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' });
  expect(headers['x-forwarded-for']).not.toContain('9.9.9.9');
  expect(headers['x-real-ip']).toBe(headers['x-forwarded-for']);
  expect(headers).not.toHaveProperty('accept-encoding');
  const broken = await stage.get(`https://${host('a')}/broken`);
  expect([broken.status, broken.text]).toEqual([502, 'the app itself says 502']);
  expect(broken.headers).not.toHaveProperty('x-lab');
});

test('a large upload arrives whole', async () => {
  const body = randomBytes(1 << 20);
  const times = 64;
  const hash = createHash('sha256');
  for (let part = 0; part < times; part += 1) hash.update(body);
  const { text } = await stage.get(`https://${host('a')}/upload`, { method: 'PUT', body: Buffer.concat(Array.from({ length: times }, () => body)) });
  expect(JSON.parse(text)).toMatchObject({ bytes: times << 20, sha256: hash.digest('hex') });
});

for (const allowH2 of [true, false]) {
  test(`speaks ${allowH2 ? 'HTTP/2' : 'HTTP/1.1'}`, async () => {
    const agent = agentFor(stage.lab, { allowH2 });
    expect((await stage.get(`https://${host('a')}/`, { agent })).status).toBe(200);
    await agent.close();
  });
}
