/** Which parts of a token are masked. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tokenValues } from '../../../harness/report/token-values.ts';
import { withholdTokens } from '../../../harness/settings/tokens.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'rh-docker-')); });
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const login = Buffer.from('robot:r3gistry-Passw0rd').toString('base64');
/** What is masked once the variable was taken out of the environment. */
function masked(name: string, value: string): string[] {
  vi.stubEnv(name, value);
  withholdTokens();
  expect(process.env[name]).toBeUndefined();
  return tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what === name).map(found => found.value);
}

test.each([
  ['VALUES_A_TOKEN', 'gta_0123456789', ['gta_0123456789']],
  ['VALUES_B_URL', 'https://ci:p%40ssw0rd-1@git.example.org/a.git', ['p%40ssw0rd-1', 'p@ssw0rd-1']],
  ['VALUES_C_TOKEN', 'Authorization: Bearer abcdef0123456789', ['abcdef0123456789']],
  ['VALUES_D_AUTH_CONFIG', `{"auths":{"r.example.org":{"auth":"${login}"}}}`, [`{"auths":{"r.example.org":{"auth":"${login}"}}}`, login, 'r3gistry-Passw0rd']],
  ['VALUES_E_CREDENTIALS', '{"type":"service_account","private_key":"-----BEGIN 01234"}', ['{"type":"service_account","private_key":"-----BEGIN 01234"}', '-----BEGIN 01234']],
  ['VALUES_F_PASSWORD', 'postgres', []],
  ['VALUES_G_URL', 'https://ghp_0123456789abcdef@github.com/a/b.git', ['ghp_0123456789abcdef']],
  ['VALUES_H_URL', 'https://ghp_0123456789abcdeg:x-oauth-basic@github.com/a/b.git', ['ghp_0123456789abcdeg']],
  ['VALUES_I_TOKEN', `Authorization: Basic ${login}`, [login, 'r3gistry-Passw0rd']],
  ['VALUES_J_TOKEN', `Basic ${login}`, [login, 'r3gistry-Passw0rd']],
  ['VALUES_K_TOKEN', 'PRIVATE-TOKEN: glpat-0123456789', ['glpat-0123456789']],
  ['VALUES_L_PASSPHRASE', 'correct horse battery staple', ['correct horse battery staple']],
])('%s', (name, value, values) => {
  expect(masked(name, value)).toEqual(values);
});

test("of git's settings only those are masked that hold a credential themselves", () => {
  const given = {
    GIT_CONFIG_COUNT: '4', GIT_CONFIG_KEY_0: 'http.https://git.example.org/.extraheader', GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${login}`,
    GIT_CONFIG_KEY_1: 'safe.directory', GIT_CONFIG_VALUE_1: '/workspace/recipe-under-test-1',
    GIT_CONFIG_KEY_2: 'url.https://robot:p4ssw0rd-of-git@git.example.org/.insteadOf', GIT_CONFIG_VALUE_2: 'https://git.example.org/',
    GIT_CONFIG_KEY_3: 'credential.helper', GIT_CONFIG_VALUE_3: '!f() { echo username=robot; echo password=h3lper-of-git; }; f',
    GIT_CONFIG_PARAMETERS: "'user.name'='somebody-1234' 'http.extraheader=PRIVATE-TOKEN: glpat-9876543210' 'http.x.extraheader'='Authorization: Bearer b3arer-of-git'",
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  withholdTokens();
  const found = tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what.startsWith('GIT_CONFIG_')).map(({ what, value }) => `${what} ${value}`);
  expect(found.sort()).toEqual([
    'GIT_CONFIG_KEY_2 p4ssw0rd-of-git',
    'GIT_CONFIG_PARAMETERS b3arer-of-git', 'GIT_CONFIG_PARAMETERS glpat-9876543210',
    `GIT_CONFIG_VALUE_0 ${login}`, 'GIT_CONFIG_VALUE_0 r3gistry-Passw0rd', 'GIT_CONFIG_VALUE_3 h3lper-of-git',
  ].sort());
});

test("logins that docker has stored are masked, and a file that is none is no matter", () => {
  expect(tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what.includes('docker'))).toEqual([]);
  writeFileSync(path.join(folder, 'config.json'), `{"auths":{"r.example.org":{"auth":"${login}"}},"credsStore":"pass"}`);
  expect(tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what.includes('docker')).map(({ value }) => value)).toEqual([login, 'r3gistry-Passw0rd']);
});
