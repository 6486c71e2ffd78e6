import { expect, test } from 'vitest';
import { isToken, tokensIn, urlCredentials, withoutCredentials, withoutTokens } from '../../../harness/settings/tokens.ts';

test.each([
  'GITEA_TOKEN', 'GITHUB_TOKEN', 'GH_TOKEN', 'FORGEJO_PAT', 'GITLAB_TOKEN', 'CI_JOB_TOKEN', 'CI_JOB_JWT_V2', 'CI_REGISTRY_PASSWORD', 'CI_DEPLOY_PASSWORD',
  'DRONE_TOKEN', 'DRONE_RPC_SECRET', 'DRONE_NETRC_PASSWORD', 'DRONE_NETRC_USERNAME', 'CI_NETRC_PASSWORD', 'PLUGIN_PASSWORD', 'WOODPECKER_AGENT_SECRET',
  'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_URL', 'DOCKER_AUTH_CONFIG', 'DOCKER_PASSWORD', 'DOCKERHUB_TOKEN', 'REGISTRY_AUTH', 'REGISTRY_AUTH_FILE',
  'NPM_TOKEN', 'NODE_AUTH_TOKEN', 'npm_config_//registry.example.org/:_authToken', 'npm_config__auth', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'SSH_PRIVATE_KEY', 'gitea_token',
])('%s is a token', name => {
  expect(isToken(name, 'x')).toBe(true);
});

test.each([
  'PATH', 'PWD', 'HOME', 'SSH_AUTH_SOCK', 'DOCKER_CONFIG', 'DOCKER_HOST', 'ABRA_DIR', 'DRONE_BRANCH', 'DRONE_COMMIT', 'CI', 'CI_COMMIT_SHA', 'GITHUB_SHA', 'GIT_ASKPASS',
  'HARNESS_RUN_FOLDER', 'RECIPE_HARNESS_PROJECTS', 'XAUTHORITY', 'KEYBOARD', 'NODE_OPTIONS', 'PW_TEST_REPORTER',
])('%s is none', name => {
  expect(isToken(name, 'x')).toBe(false);
});

test('a URL with a password is a token whatever its name, except a proxy', () => {
  expect(isToken('CI_REPOSITORY_URL', 'https://gitlab-ci-token:abc@git.example.org/a.git')).toBe(true);
  expect(isToken('CI_REPOSITORY_URL', 'https://git.example.org/a.git')).toBe(false);
  expect(isToken('CI_REPOSITORY_URL', 'ssh://git@git.example.org:22/a.git')).toBe(false);
  expect(isToken('CI_REPOSITORY_URL', 'https://ghp_0123456789abcdefABCDEF0123456789abcd@github.com/a/b.git')).toBe(true);
  expect(isToken('CI_REPOSITORY_URL', 'https://glpat-0123456789abcdefghij@gitlab.com/a/b.git')).toBe(true);
  expect(isToken('CI_REPOSITORY_URL', 'https://someone@git.example.org/a.git')).toBe(false);
  expect(isToken('https_proxy', 'http://me:pass@proxy.example.org:3128')).toBe(false);
});

test.each([
  ['https://me:pass@git.example.org/a.git', 'https://git.example.org/a.git', ['pass']],
  ['https://me:p@ss@git.example.org/a.git', 'https://git.example.org/a.git', ['p@ss']],
  ['https://me@git.example.org/a@b.git', 'https://git.example.org/a@b.git', []],
  ['ssh://git@git.example.org:22/a.git', 'ssh://git@git.example.org:22/a.git', []],
  ['ssh://git:pass@git.example.org/a.git', 'ssh://git@git.example.org/a.git', ['pass']],
  ['git@git.example.org:a.git', 'git@git.example.org:a.git', []],
  ['fatal: https://a:b@one/x and https://c:d@two/y failed', 'fatal: https://one/x and https://two/y failed', ['b', 'd']],
])('of %s, %s may be shown', (url, shown, passwords) => {
  expect(withoutCredentials(url)).toBe(shown);
  expect(urlCredentials(url)).toEqual(passwords);
});

test("git's settings go together, and only when one of them holds a credential", () => {
  const safe = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };
  expect(tokensIn(safe)).toEqual({});
  const header = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.https://git.example.org/.extraheader', GIT_CONFIG_VALUE_0: 'Authorization: Bearer abc' };
  expect(tokensIn({ ...header, LANG: 'C' })).toEqual(header);
});

test('what is no token stays in the copy', () => {
  expect(withoutTokens({ LANG: 'C', GITEA_TOKEN: 'x', EMPTY: undefined })).toEqual({ LANG: 'C' });
});
