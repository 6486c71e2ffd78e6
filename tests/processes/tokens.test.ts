/** Given tokens in the environment of a run, when overlays and workers run, then those have none, and no report shows one. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { InlineProject, recipe, spec } from './inline-project.ts';

const forge = 'gta_0123456789abcdef0123456789abcdef01234567';
const password = 'r3gistry-Passw0rd';
const auth = Buffer.from(`robot:${password}`).toString('base64');
const planted = {
  GITEA_TOKEN: forge, DRONE_NETRC_PASSWORD: forge, DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'registry.example.org': { auth } } }),
  CI_REPOSITORY_URL: `https://ci:${forge}@git.example.org/recipe.git`, DRONE_BRANCH: 'main',
};

/** Looks wherever a test would find an environment of its own: as it is loaded in the runner, and in its worker. */
const looks = spec(`
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
const seen = [JSON.stringify(process.env), execFileSync('env', { encoding: 'utf8' })].join();
appendFileSync(process.env.SEEN_GOES_TO!, seen + String.fromCharCode(10));
test('looks', () => {
  appendFileSync(process.env.SEEN_GOES_TO!, seen + execFileSync('env', { encoding: 'utf8' }) + readFileSync('/proc/self/environ', 'utf8'));
  expect(process.env.DRONE_BRANCH).toBe('main');
});
test('and more', () => {});`);

test('neither a worker nor the loading of a spec sees a token, and the runner still has them', async () => {
  using project = new InlineProject({
    'overlays/ghost/functional/looks.spec.ts': looks,
    'harness/fixtures/global-setup.ts': `
import { writeFileSync } from 'node:fs';
import { withheldTokens } from '../settings/tokens.ts';
export default async () => { writeFileSync(process.env.RUNNER_GOES_TO!, JSON.stringify({ ...withheldTokens() })); };`,
  });
  const seen = project.path('seen.txt');
  const { code, output } = await project.playwright([], { env: { ...planted, SEEN_GOES_TO: seen, RUNNER_GOES_TO: project.path('runner.json') } });
  expect(code, output).toBe(0);
  const text = readFileSync(seen, 'utf8');
  expect(text.split('DRONE_BRANCH').length, 'it was looked at three environments and more').toBeGreaterThan(5);
  for (const secret of [forge, password, auth, 'GITEA_TOKEN', 'DOCKER_AUTH_CONFIG']) expect(text).not.toContain(secret);
  const { DRONE_BRANCH: _branch, ...tokens } = planted;
  expect(project.json('runner.json')).toEqual(tokens);
});

test('a token that a test gets hold of otherwise is masked wherever it says it', async () => {
  using project = new InlineProject({ 'overlays/ghost/functional/says.spec.ts': spec(`
import { readFileSync } from 'node:fs';
test('says it', async ({}, info) => {
  const environment = readFileSync('/proc/' + process.ppid + '/environ', 'utf8');
  const token = /GITEA_TOKEN=([^\\0]+)/.exec(environment)![1]!;
  const auth = /"auth":"([^"]+)"/.exec(environment)![1]!;
  console.log('token ' + token + ' login ' + Buffer.from(auth, 'base64').toString());
  await info.attach('it', { body: token, contentType: 'text/plain' });
  expect(token, 'with ' + token).toBe('another');
});`) });
  const { code, output } = await project.playwright([], { env: planted });
  expect(code, output).toBe(1);
  expect(output).toContain('token ***GITEA_TOKEN*** login robot:***DOCKER_AUTH_CONFIG***');
  const written = ['test-results', 'playwright-report', 'results'].flatMap(folder =>
    readdirSync(project.path(folder), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name)));
  expect(written.length).toBeGreaterThan(2);
  for (const text of [output, ...written.map(file => readFileSync(file, 'latin1'))]) {
    for (const secret of [forge, password, Buffer.from(forge).toString('base64').slice(0, 40)]) expect(text).not.toContain(secret);
  }
});

test('a token in an error before the run has its folder is masked as well', async () => {
  using project = new InlineProject({ 'harness/fixtures/global-setup.ts': `
import { withheldTokens } from '../settings/tokens.ts';
export default async () => { throw new Error('git said ' + withheldTokens().GITEA_TOKEN); };` });
  const { output } = await project.playwright([], { env: planted });
  expect(output).toContain('git said ***GITEA_TOKEN***');
  expect(output).not.toContain(forge);
});

test('what the selected recipe names under [secrets] comes through, masked, and nothing else does', async () => {
  using project = new InlineProject({
    'recipes/ghost.toml': `${recipe()}\n[secrets]\nsmtp = "env:SMTP_PASSWORD"\n`,
    'recipes/other.toml': `${recipe()}\n[secrets]\nkey = "env:OTHER_API_KEY"\n`,
    'overlays/ghost/functional/reads.spec.ts': spec(`
test('reads it', () => {
  expect(process.env.SMTP_PASSWORD).toHaveLength(16);
  console.log('inserts ' + process.env.SMTP_PASSWORD + ', not ' + process.env.OTHER_API_KEY + ' nor ' + process.env.GITEA_TOKEN);
});
test('and more', () => {});`),
  });
  const { code, output } = await project.playwright(['--project=ghost'], { env: { ...planted, SMTP_PASSWORD: 'Mailer-s3cret-16', OTHER_API_KEY: 'Other-s3cret-key-1' } });
  expect(code, output).toBe(0);
  expect(output).toContain('inserts ***SMTP_PASSWORD***, not undefined nor undefined');
});
