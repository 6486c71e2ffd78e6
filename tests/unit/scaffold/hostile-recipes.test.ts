/** Given files that no catalogue would take, or nobody expects, when tests of them are begun, then what is written is sound, or one message says why not. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workshop } from './workshop.ts';

let workshop: Workshop;
beforeEach(() => { workshop = new Workshop(); });
afterEach(() => workshop.remove());

const env = 'TYPE=odd\nDOMAIN=odd.example.com\nCOMPOSE_FILE="compose.yml"\n';
const app = (more = '', of = 'app'): string => `services:\n  ${of}:\n    image: lab/odd:1\n${more}`;
const labels = (...lines: string[]): string => `    deploy:\n      labels:\n${lines.map(line => `        ${line}\n`).join('')}`;

async function made(files: Record<string, string>): Promise<{ recipe: ReturnType<Workshop['recipe']>; toml: string; overlay: string; spec: string }> {
  await workshop.make('odd', { git: workshop.repository('odd', { '.env.sample': env, ...files }) });
  for (const file of workshop.files().filter(name => name.endsWith('.ts'))) {
    const { diagnostics } = ts.transpileModule(workshop.read(file), { reportDiagnostics: true, fileName: file });
    expect(diagnostics?.map(({ messageText }) => messageText), file).toEqual([]);
  }
  return { recipe: workshop.recipe('odd'), toml: workshop.read('recipes/odd.toml'), overlay: workshop.read('overlays/odd/overlay.ts'), spec: workshop.read('overlays/odd/functional/record.spec.ts') };
}

describe('labels', () => {
  const router = ['traefik.http.routers.odd.rule', 'Host(`odd.example.com`)'] as const;
  const port = ['traefik.http.services.odd.loadbalancer.server.port', '3000'] as const;
  const check = '    healthcheck:\n      test: curl -f http://127.0.0.1:3000/up?deep=1 || exit 1\n';

  test.each([
    ['a list', labels(`- "${router.join('=')}"`, `- ${port.join('=')}`, '- backupbot.backup=true')],
    ['a map', labels(`${router[0]}: "${router[1]}"`, `${port[0]}: ${port[1]}`, 'backupbot.backup: true')],
  ])('as %s are read alike', async (_form, text) => {
    const { recipe, overlay } = await made({ 'compose.yml': app(`    volumes: [data:/data]\n${check}${text}`) });
    expect(recipe.health).toMatchObject({ path: '/up' });
    expect(overlay).toContain('//   backup        /data of app\n');
    expect(overlay).toContain('//   ingress       HTTP\n');
  });

  test('of a further compose file that COMPOSE_FILE names count, those of others are named as not read', async () => {
    const { overlay } = await made({
      '.env.sample': `${env}COMPOSE_FILE="compose.yml:compose.db.yml"\n#COMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"\n`,
      'compose.yml': app(), 'compose.db.yml': `services:\n  db:\n    image: postgres:15\n${labels('backupbot.backup.pre-hook: "/dump.sh"')}`, 'compose.smtp.yml': 'services: {}\n',
    });
    expect(overlay).toContain('//   databases     db\n');
    expect(overlay).toContain('//   backup hook   /dump.sh in db\n');
    expect(overlay).toContain('//   not read      compose.smtp.yml: ');
  });
});

test('without a router of its own, the record goes over the protocol of the app', async () => {
  const { overlay, recipe, spec } = await made({ 'compose.yml': app('    ports:\n      - "64738:64738/udp"\n      - { target: 64738, published: 64738, protocol: tcp, mode: host }\n') });
  expect(overlay).toContain('//   ports         64738/udp of app, 64738/tcp of app\n');
  expect(recipe.health).toMatchObject({ port: 64738, speaks: 'tcp' });
  expect(overlay).not.toContain('api');
  expect(spec).not.toContain('api');
  expect(workshop.files()).not.toContain('overlays/odd/browser/page.spec.ts');
  expect(workshop.read('PARITY/odd.md')).not.toContain('browser');
});

test('hosts, values that are missing, and values that are examples', async () => {
  const { recipe, toml } = await made({
    '.env.sample': `${env}SANDBOX_DOMAIN=sandbox.odd.example.com\nMAIL_DOMAIN=elsewhere.example.com\nMAIL__DOMAIN=twice\nOIDC_ISSUER=https://id.example.com\nADMIN_EMAIL=\n#OPTIONAL=x\n`,
    'compose.yml': app(`    environment: ["KEY=\${LICENCE:?a licence key}", "MAIL=\${ADMIN_EMAIL:?}", "D=\${DOMAIN:?}"]\n${labels('- "traefik.http.routers.odd.rule=Host(`${DOMAIN}`, `${SANDBOX_DOMAIN}`)"')}`),
  });
  expect(recipe.hosts).toEqual({ sandbox: 'SANDBOX_DOMAIN', mail: 'MAIL_DOMAIN' });
  expect(toml).toMatch(/^sandbox = "SANDBOX_DOMAIN"$/m);
  expect(toml).toMatch(/^mail = "MAIL_DOMAIN" {3}# no router names its value/m);
  expect(toml).toMatch(/Nothing deploys without\.\n# LICENCE = ""\n# ADMIN_EMAIL = ""\n/);
  expect(toml).toMatch(/\n# OIDC_ISSUER = ""\n/);
  expect(toml).toContain("# ADMIN_EMAIL: if the app sends mail, [mail.env] tells it of the run's own mail server.");
  expect(toml).not.toContain('OPTIONAL');
});

test('no service named app, and no DOMAIN, are said where they matter', async () => {
  const { toml, overlay } = await made({ '.env.sample': 'TYPE=odd\n', 'compose.yml': app('', 'web') });
  expect(toml).toContain('# .env.sample has no DOMAIN.');
  expect(overlay).toContain('web (lab/odd:1); NONE IS NAMED app');
});

test('what a stranger wrote ends no comment, moves no cursor, and fills no screen', async () => {
  const evil = 'x*/\\nprocess.exit(1)\\u2028import \\"fs\\"\\e[2J\\u202e';
  const { overlay, toml } = await made({
    'compose.yml': app(`    volumes: [data:/data]\n    secrets: [s]\n${labels(`backupbot.backup.pre-hook: "${evil}"`, 'backupbot.backup: "true"', `"coop-cloud.odd.version": "1.0.0+${evil}"`)}`)
      + `  "w\\nweb*/": { image: "i\\u2029${'x'.repeat(5000)}" }\nsecrets:\n  s: { external: true, name: "\${STACK_NAME}_s_v1" }\n`,
    'abra.sh': 'evil*/() {\n}\ngood-one() {\n}\n', 'README.md': '* **SSO**: \u001b[31m3*/\n',
  });
  for (const text of [overlay, toml]) {
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(460);
  }
  const header = overlay.slice(0, overlay.indexOf('import { defineOverlay')).trimEnd().split('\n');
  expect(header.filter(line => !line.startsWith('//')), 'nothing stands outside the comments').toEqual([expect.stringMatching(/^\/\*\* odd: .* \*\/$/)]);
});

describe('what is none', () => {
  const refusal = (files: Record<string, string>) => workshop.make('odd', { git: workshop.repository('odd', files) });
  const notOne = (why: string) => ({ code: 'ERR_NOT_A_RECIPE', fault: 'user', shortMessage: expect.stringContaining(why) as string, wayOut: expect.stringContaining('compose.yml') as string });

  test.each([
    ['no compose.yml', { '.env.sample': env }, 'it has no compose.yml'],
    ['no .env.sample', { 'compose.yml': app() }, 'it has no .env.sample'],
    ['no files at all', {}, 'it has no compose.yml'],
    ['no service', { '.env.sample': env, 'compose.yml': 'services: []\n' }, 'declares no service'],
    ['a compose file that is a list', { '.env.sample': env, 'compose.yml': '- a\n- b\n' }, 'declares no service'],
  ])('%s', async (_what, files: Record<string, string>, why) => {
    await expect(refusal(files)).rejects.toMatchObject(notOne(why));
    expect(workshop.files()).toEqual([]);
  });

  test.each([
    ['YAML that is none', { '.env.sample': env, 'compose.yml': 'services:\n  app: [\n' }, 'compose.yml is not YAML.'],
    ['a bomb of aliases', { '.env.sample': env, 'compose.yml': `a: &a [x]\n${'bcdefghij'.split('').map((key, index) => `${key}: &${key} [${Array.from({ length: 10 }, () => `*${'abcdefghij'.charAt(index)}`).join(',')}]\n`).join('')}services: { app: *j }\n` }, 'compose.yml is not YAML.'],
    ['a compose file that is named and missing', { '.env.sample': `${env}COMPOSE_FILE=compose.yml:compose.db.yml\n`, 'compose.yml': app() }, 'compose.db.yml cannot be read'],
  ])('%s is told as what it is', async (_what, files: Record<string, string>, why) => {
    await expect(refusal(files)).rejects.toMatchObject({ code: 'ERR_RECIPE_FILE', shortMessage: expect.stringContaining(why) as string });
    expect(workshop.files()).toEqual([]);
  });

  test.each([
    ['a folder that is not there', { path: '/nowhere/at/all' }, 'ERR_RECIPE_SOURCE'],
    ['a repository that is not there', { git: '/nowhere/at/all.git' }, 'ERR_RECIPE_SOURCE'],
  ])('%s', async (_what, source, code) => {
    await expect(workshop.make('odd', source)).rejects.toMatchObject({ code });
    expect(workshop.files()).toEqual([]);
  });

  test.each(['Odd', 'odd recipe', '../odd', '-odd', 'odd.toml', ''])('the name "%s"', async name => {
    await expect(workshop.make(name, { path: '.' })).rejects.toMatchObject({ code: 'ERR_RECIPE_NAME', fault: 'user' });
  });
});

test.each(['recipes/odd.toml', 'overlays/odd/functional/mine.spec.ts', 'PARITY/odd.md'])('with %s there, nothing is written', async file => {
  workshop.write({ [file]: 'mine' });
  await expect(workshop.make('odd', { path: workshop.repository('odd', { '.env.sample': env, 'compose.yml': app() }) })).rejects.toMatchObject({ code: 'ERR_RECIPE_TAKEN' });
  expect(workshop.files()).toEqual([file]);
});

test('a working tree is read as it lies, and named relative to the recipe file where it was given so', async () => {
  const folder = workshop.repository('odd', { '.env.sample': env, 'compose.yml': app() });
  writeFileSync(join(folder, 'compose.yml'), app('', 'app') + '  db: { image: "mariadb:11" }\n');
  await workshop.make('odd', { path: folder });
  expect(workshop.read('overlays/odd/overlay.ts')).toContain('//   databases     db\n');
  expect(workshop.read('overlays/odd/overlay.ts')).toContain('with uncommitted changes');
  expect(workshop.recipe('odd').source).toEqual({ path: folder });
});

test('a ref is the version that is read, and stays in the recipe file', async () => {
  const folder = workshop.repository('odd', { '.env.sample': env, 'compose.yml': app() });
  execFileSync('git', ['branch', 'old'], { cwd: folder });
  await workshop.make('odd', { git: folder, ref: 'old' });
  expect(workshop.read('recipes/odd.toml')).toContain('at old, commit ');
  expect(workshop.recipe('odd').source).toEqual({ git: folder, ref: 'old' });
});

test('a password in the address is written nowhere', async () => {
  const folder = workshop.repository('odd', { '.env.sample': env, 'compose.yml': app() });
  await workshop.make('odd', { git: `file://me:hidden-word@localhost${folder}` });
  for (const file of workshop.files()) expect(workshop.read(file)).not.toContain('hidden-word');
});
