/** Given a recipe that is odd but sound, when it is installed or upgraded, then it is green. */
import { changed, firstRelease, secondRelease, soundFiles, type Change } from './recipe-files.ts';
import { nginx, secret, shell } from './planted-fault.ts';
import { writeFiles } from './repository.ts';
import { expect, test } from './stand.ts';

const web = 'exec nginx -g "daemon off;"';
const internal: readonly Change[] = [
  { line: '- proxy', becomes: '- proxy\n- internal' },
  { line: 'proxy:', becomes: 'internal:\nproxy:' },
];
const healthCheck = ['healthcheck:', 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]', 'interval: 1s', 'timeout: 1s', 'retries: 2', 'start_period: 1s'];
/** A further service, in front of `app`. */
const beside = (text: string): Change => ({ line: 'services:', becomes: `services:\n${text.split('\n').map(line => `  ${line}`).join('\n')}\n` });
const helper = (name: string, script: string, more = '') => `${name}:\n  image: lab/nginx:1.26.3\n  ${shell(script)}\n  networks: [internal]\n  stop_grace_period: 1s${more}`;
const redirecting = (to: string) => shell(`printf 'server { listen 80; location = / { return 302 ${to}; } location /start/ { return 200 here; } }' > /etc/nginx/conf.d/default.conf; ${web}`);
const forever = 'trap "exit 0" TERM; while true; do sleep 1 & wait $$!; done';

/** `both`: the earlier release is odd as well, since swarm changes no mode, rolls back what dies in an update, and the recipe file knows one status. */
interface Odd { name: string; what: string; both?: boolean; changes: readonly Change[]; toml?: string; settles: Record<string, RegExp> }

const odd: readonly Odd[] = [
  {
    name: 'waits-by-dying', both: true, what: 'dies until its database answers',
    changes: [
      ...internal, { line: nginx, becomes: shell(`curl -fsS -o /dev/null http://db/ || { echo no database >&2; exit 1; }; ${web}`) },
      beside(helper('db', `sleep 8; ${web}`, '\n  healthcheck:\n    test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]\n    interval: 1s\n    start_period: 60s')),
    ],
    settles: { app: /^healthy/, db: /^healthy/ },
  },
  { name: 'long-start', what: 'a start_period of 15 minutes', changes: [{ line: 'start_period: 1s', becomes: 'start_period: 15m' }, { line: nginx, becomes: shell(`sleep 5; ${web}`) }], settles: { app: /^healthy/ } },
  {
    name: 'one-shot', what: 'a job that runs once and ends',
    changes: [...internal, beside(helper('setup', 'echo set up; exit 0', '\n  deploy:\n    restart_policy:\n      condition: none'))],
    settles: { app: /^healthy/, setup: /^complete/ },
  },
  {
    name: 'scaled-to-0', what: 'a service with no replica',
    changes: [...internal, beside(helper('worker', forever, '\n  deploy:\n    replicas: 0'))],
    settles: { app: /^healthy/, worker: /^scaled to 0/ },
  },
  { name: 'global', both: true, what: 'a service of mode global', changes: [{ line: 'restart_policy:', becomes: 'mode: global\nrestart_policy:' }], settles: { app: /^healthy/ } },
  { name: 'no-health', what: 'no health check', changes: healthCheck.map(line => ({ line, becomes: '' })), settles: { app: /^running/ } },
  {
    name: 'redirect', both: true, what: 'a redirect at / to the app\'s own start page', changes: [{ line: nginx, becomes: redirecting('/start/') }], settles: { app: /^healthy/ },
  },
  {
    name: 'redirect-away', both: true, what: 'a redirect at / to a host that is not its own, as the recipe file says', toml: '[health]\nstatus = [302]\n',
    changes: [{ line: nginx, becomes: redirecting('https://login.example.org/') }], settles: { app: /^healthy/ },
  },
  { name: 'slow-monitor', what: 'start-first updates that are watched for 5 s', changes: [{ line: 'failure_action: rollback', becomes: 'failure_action: rollback\nparallelism: 1\ndelay: 1s' }, { line: 'condition: on-failure', becomes: 'condition: any' }], settles: { app: /^healthy/ } },
];

for (const { name, what, both = false, changes, toml, settles } of odd) {
  test(`${what}: green, installed and upgraded`, async ({ stand }) => {
    const first = soundFiles(firstRelease);
    const { commits } = await stand.put(name, [
      { files: both ? changed(first, changes) : first, tag: firstRelease }, { files: changed(soundFiles(secondRelease), changes), tag: secondRelease },
    ], toml);
    const installed = await stand.install();
    expect(installed.identity).toEqual({ commit: commits[1] });
    for (const [service, word] of Object.entries(settles)) {
      // The last word about each service, of lines such as "app: starting → healthy (3.1 s)".
      const last = stand.notes.findLast(note => note.startsWith(`${service}: `))?.split(/: | → /).at(-1);
      expect(last, stand.notes.join('\n')).toMatch(word);
    }
    const upgraded = await stand.upgrade();
    expect(upgraded.identity).toEqual({ commit: commits[1] });
    expect((await upgraded.services()).map(service => service.name).sort()).toEqual(Object.keys(settles).sort());
  });
}

test('a secret that only a person can give, given by the recipe file: there as it is, and kept by the upgrade', async ({ stand }) => {
  const manual: readonly Change[] = [...secret, { file: '.env.sample', line: 'SECRET_TOKEN_VERSION=v1', becomes: 'SECRET_TOKEN_VERSION=v1 # generate=false' }];
  await stand.put('given-secret', [
    { files: changed(soundFiles(firstRelease), manual), tag: firstRelease }, { files: changed(soundFiles(secondRelease), manual), tag: secondRelease },
  ], `[secrets]\ntoken = 'a "value" for {domain}'\n`);
  for (const app of [await stand.install('base'), await stand.upgradeOver(await stand.install('base'))]) {
    const { stdout } = await (await app.engine()).exec(await app.container('app'), ['cat', '/run/secrets/token']);
    expect(stdout).toBe(`a "value" for ${app.domain}`);
    expect(app.secret('token')).toBe(stdout);
  }
});

test('a service that the new version drops is removed, and that is told', async ({ stand }) => {
  const withHelper = changed(soundFiles(firstRelease), [...internal, beside(helper('worker', forever))]);
  await stand.put('drops-service', [{ files: withHelper, tag: firstRelease }, { files: soundFiles(secondRelease), tag: secondRelease }]);
  const base = await stand.install('base');
  expect((await base.services()).map(service => service.name).sort()).toEqual(['app', 'worker']);
  const head = await stand.upgradeOver(base);
  expect((await head.services()).map(service => service.name)).toEqual(['app']);
  expect(stand.notes).toContain('service worker is dropped by the version under test: removed');
});

test('a lightweight tag of the earlier release: deployed by chaos, and upgraded', async ({ stand }) => {
  const { commits } = await stand.put('lightweight', [{ files: soundFiles(firstRelease), tag: firstRelease, lightweight: true }, { files: soundFiles(secondRelease), tag: secondRelease }]);
  const base = await stand.install('base');
  expect(base.identity).toEqual({ commit: commits[0] });
  expect((await stand.upgradeOver(base)).identity).toEqual({ commit: commits[1] });
});

test('a lightweight tag of a release before the earlier one: abra\'s lint minds it, the upgrade does not', async ({ stand }) => {
  const { commits } = await stand.put('lightweight-once', [
    { files: soundFiles('0.9.0+1.26.3'), tag: '0.9.0+1.26.3', lightweight: true },
    { files: soundFiles(firstRelease), tag: firstRelease }, { files: soundFiles(secondRelease), tag: secondRelease },
  ]);
  expect((await stand.upgrade()).identity).toEqual({ commit: commits[2] });
});

test('a working tree with changes: deployed as it lies', async ({ stand }) => {
  const { commits, folder } = await stand.put('uncommitted', [{ files: soundFiles(firstRelease), tag: firstRelease }, { files: soundFiles(secondRelease), tag: secondRelease }], '', 'path');
  writeFiles(folder, changed(soundFiles(secondRelease), [{ line: '- DOMAIN', becomes: '- DOMAIN\n- UNCOMMITTED=yes' }]));
  const app = await stand.upgrade();
  expect(app.identity).toEqual({ commit: commits[1] });
  expect((await app.labels())['app']?.[`coop-cloud.${app.stack}.chaos-version`]).toBe(`${commits[1]?.slice(0, 8) ?? ''}+U`);
});
