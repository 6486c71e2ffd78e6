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
])('%s', (name, value, values) => {
  expect(masked(name, value)).toEqual(values);
});

test("logins that docker has stored are masked, and a file that is none is no matter", () => {
  expect(tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what.includes('docker'))).toEqual([]);
  writeFileSync(path.join(folder, 'config.json'), `{"auths":{"r.example.org":{"auth":"${login}"}},"credsStore":"pass"}`);
  expect(tokenValues({ DOCKER_CONFIG: folder }).filter(({ what }) => what.includes('docker')).map(({ value }) => value)).toEqual([login, 'r3gistry-Passw0rd']);
});
