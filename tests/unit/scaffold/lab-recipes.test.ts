/** Given a recipe of the lab, when its tests are begun, then what is written says what the recipe says, and is red until it is filled in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { told } from '../../../harness/cli/new.ts';
import type { Written } from '../../../harness/scaffold/new-recipe.ts';
import { recipeSources } from '../../../lab/recipes/sources.ts';
import { problemsOf } from '../overlays/parity-page.ts';
import { titlesIn } from '../overlays/spec-titles.ts';
import { Workshop } from './workshop.ts';

const names = recipeSources().map(({ name }) => name);
const workshop = new Workshop();
const written = new Map<string, Written>();
beforeAll(async () => {
  await workshop.publish();
  // Clones of each: git's own time.
  for (const name of names) written.set(name, await workshop.makeOfLab(name));
}, 60_000);
afterAll(() => workshop.remove());

test('five files each, four where there is no page, and nothing else', () => {
  const hasPage = (name: string) => written.get(name)?.facts.routed === true;
  expect(names.filter(hasPage)).toEqual(expect.arrayContaining(['kinto', 'keycloak', 'whoami-oidc', 'custom-html']));
  expect(workshop.files()).toEqual(names.flatMap(name => [
    `PARITY/${name}.md`, ...(hasPage(name) ? [`overlays/${name}/browser/page.spec.ts`] : []), `overlays/${name}/functional/record.spec.ts`, `overlays/${name}/overlay.ts`, `recipes/${name}.toml`,
  ]).sort());
});

test.each(names)('the recipe file of %s is valid as it stands', name => {
  expect(workshop.recipe(name)).toMatchObject({ name, source: { git: expect.stringContaining(`${name}.git`) as string }, memory: '1G', env: {}, secrets: {} });
});

describe('what is taken from where', () => {
  test('the health path from the healthcheck, where the ingress leads to the port that it asks', () => {
    expect(workshop.recipe('kinto').health).toEqual({ path: '/v1/__heartbeat__', status: [200] });
    expect(workshop.recipe('whoami-oidc').health).toMatchObject({ path: '/health' });
    expect(workshop.recipe('custom-html').health).toMatchObject({ path: '/' });
    expect(workshop.recipe('keycloak').health).toMatchObject({ path: '/' });
    expect(workshop.read('recipes/keycloak.toml')).toContain('since the healthcheck of app asks port 9000, and the ingress leads to 8080.');
  });

  test('secrets that only a person can give, as gaps', () => {
    const text = workshop.read('recipes/whoami-oidc.toml');
    expect(text).toMatch(/^\[secrets\]\n# Fill in: .*\n# oidc_client_secret = ""$/m);
    expect(text).toContain('# abra generates: oidc_crypto_passphrase.');
    expect(text).toContain('docs/single-sign-on.md');
    expect(workshop.read('recipes/kinto.toml')).toContain('# abra generates: db_password, hmac_secret, admin_password.');
  });

  test('services, databases, backups and their hooks, as comments above the hooks', () => {
    const text = workshop.read('overlays/kinto/overlay.ts');
    for (const line of [
      'services      app (lab/kinto:26.5.0), db (lab/postgres:15)', 'databases     db', 'secrets       db_password, hmac_secret, admin_password; ',
      'backup        /var/lib/kinto/attachments of app, /var/lib/postgresql/data/backup.sql of db', 'backup hook   /pg_backup.sh backup in db', 'restore hook  /pg_backup.sh restore in db',
    ]) expect(text).toContain(`//   ${line}`);
    expect(workshop.read('overlays/custom-html/overlay.ts')).toContain('//   abra.sh       list_content');
  });
});

test('the page names each test, in the form that is checked: nothing is wrong with it but what is to be filled in', () => {
  const specs = new Map(workshop.files().filter(file => file.startsWith('overlays/kinto/') && file.endsWith('.spec.ts')).map(file => [file, titlesIn(workshop.read(file))]));
  const page = { name: 'PARITY/kinto.md', text: workshop.read('PARITY/kinto.md'), overlay: 'overlays/kinto', unproven: false };
  const tree = { specs: new Map([...specs, ['generic/1-install.spec.ts', [{ title: 'answers its users', line: 1 }]]]), has: () => true };
  expect(specs.size).toBe(2);
  expect(problemsOf(page, tree)).toEqual([5, 12].map(line => `PARITY/kinto.md:${line}: something is still to be filled in.`));
});

test('each file is told with the lines that wait to be filled in', () => {
  const made = written.get('kinto')!;
  const text = told('kinto', made);
  for (const { file, gaps } of made.files) {
    const lines = workshop.read(file.slice(file.lastIndexOf(workshop.root) + workshop.root.length + 1)).split('\n');
    for (const line of gaps) expect(lines[line - 1]).toMatch(/gap[<(]|fill in|A GUESS/i);
    expect(text).toContain(`${file.padEnd(Math.max(...made.files.map(each => each.file.length)))}  to fill in: line ${gaps.join(', ')}`);
  }
  expect(text).toContain('npx playwright test --project=kinto --grep "@install|@teardown"');
});

test('a recipe that is there already is left as it is', async () => {
  const before = workshop.files().map(file => workshop.read(file));
  await expect(workshop.makeOfLab('kinto')).rejects.toMatchObject({ code: 'ERR_RECIPE_TAKEN', fault: 'user', wayOut: expect.stringContaining('--catalogue kinto') as string });
  expect(workshop.files().map(file => workshop.read(file))).toEqual(before);
});
