/** Given a recipe whose own repository brings an overlay, when it is tested, then that code runs only once it is approved, and finds no token. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { labFolder } from '../lab.ts';
import { repository, runSuite, suiteEnvironment } from '../suite/run-suite.ts';
import { ThrowawayProject } from './throwaway-project.ts';

test.describe.configure({ timeout: 400_000 });

const tokens = { GITEA_TOKEN: 'gta_0123456789abcdef0123456789abcdef', DOCKER_AUTH_CONFIG: '{"auths":{"registry.example.org":{"auth":"cm9ib3Q6cjNnaXN0cnktUGFzczByZA=="}}}' };

const telltale = "import { writeFileSync } from 'node:fs';\nwriteFileSync(process.env.TELLTALE!, import.meta.url);\n";
const overlay = `${telltale}
import { defineOverlay } from 'recipe-harness';
export default defineOverlay({ async setUp({ api }) { return { status: (await api.get('/')).status }; } });
`;
/** Looks for tokens wherever the harness has a process: here, in abra's shell, in the reaper. */
const spec = `${telltale}
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'recipe-harness';

const environment = (pid: string) => { try { return readFileSync('/proc/' + pid + '/environ', 'utf8'); } catch { return ''; } };
const command = (pid: string) => { try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; } };

test('the recipe tests itself, without tokens', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const text = unique('text');
  await app.writeFile('app', '/usr/share/nginx/html/own.txt', text);
  expect((await api.get('/own.txt')).text()).toBe(text);
  expect(credentials).toEqual({ status: (await api.get('/')).status });
  const reapers = readdirSync('/proc').filter(pid => /^\\d+$/.test(pid) && command(pid).includes('reaper/main') && command(pid).includes(process.env.HARNESS_RUN_FOLDER!));
  expect(reapers).toHaveLength(1);
  for (const text of [JSON.stringify(process.env), environment('self'), environment(reapers[0]!)]) {
    expect(text).toContain('TELLTALE');
    for (const token of ${JSON.stringify(Object.entries(tokens).flat())}) expect(text.includes(token), 'a token in the environment').toBe(false);
  }
});
`;

/** The lab's recipe custom-html as a working tree, whose newest commit brings an overlay. */
async function recipeWithOverlay(own: ThrowawayProject): Promise<string> {
  const tree = join(own.root, 'recipe');
  await execa('git', ['clone', '--quiet', join(labFolder(), 'recipes', 'custom-html.git'), tree]);
  own.write('recipe/tests/recipe-harness/overlay.ts', overlay);
  own.write('recipe/tests/recipe-harness/functional/own.spec.ts', spec);
  const git = (...args: string[]) => execa('git', ['-C', tree, '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args]);
  await git('add', '--all');
  await git('commit', '--quiet', '--message=tests of its own');
  own.write('recipes/custom-html.toml', 'memory = "64M"\n[source]\npath = "../recipe"\n');
  return (await git('rev-parse', 'HEAD')).stdout;
}

interface Report { suites: Suite[] }
interface Suite { specs: { title: string; tests: { annotations: { type: string; description?: string }[] }[] }[]; suites?: Suite[] }

test('its overlay is not imported and is named as not run, until it is approved', async () => {
  using own = new ThrowawayProject();
  const commit = await recipeWithOverlay(own);
  const env = { ...tokens, TELLTALE: join(own.root, 'telltale') };
  const command = ['--project=custom-html', '--grep', 'installs from nothing|tests itself'];

  const denied = await runSuite(command, { root: own.root, env, reporter: undefined });
  expect(denied.exitCode, denied.output).toBe(0);
  expect(existsSync(env.TELLTALE)).toBe(false);
  const notRun = `custom-html's own overlay in tests/recipe-harness (functional/own.spec.ts, overlay.ts): custom-html is not on the approved list. Way out: Read it, then add "custom-html@${commit}"`;
  expect(denied.output).toContain(`! not run: ${notRun}`);
  expect(JSON.parse(readFileSync(join(own.root, 'results/custom-html/partial.json'), 'utf8'))).toMatchObject({ notRun: [{ why: 'custom-html is not on the approved list' }] });
  const flat = (suite: Suite): Suite['specs'] => [...suite.specs, ...(suite.suites ?? []).flatMap(flat)];
  const report = JSON.parse(readFileSync(join(own.root, 'test-results/report.json'), 'utf8')) as Report;
  expect(report.suites.flatMap(flat).flatMap(each => each.tests.flatMap(one => one.annotations)))
    .toContainEqual(expect.objectContaining({ type: 'not run', description: expect.stringContaining(notRun) }));

  own.write('harness.toml', `[overlays]\napproved = ["custom-html@${commit}"]\n`);
  const early = await runSuite(command, { root: own.root, env });
  expect(early.exitCode, early.output).toBe(2);
  expect(early.output).toContain('its own overlay has not been fetched. [ERR_OVERLAY_NOT_FETCHED');

  await execa(process.execPath, [join(repository, 'harness/cli/main.ts'), 'overlays', 'fetch'], { cwd: own.root, env: suiteEnvironment(env) });
  expect(existsSync(env.TELLTALE), 'fetching imports nothing').toBe(false);
  const approved = await runSuite(command, { root: own.root, env });
  expect(approved.exitCode, approved.output).toBe(0);
  expect(approved.tests.map(each => [each.title, each.status])).toEqual([['installs from nothing', 'passed'], ['the recipe tests itself, without tokens', 'passed']]);
  expect(existsSync(env.TELLTALE)).toBe(true);
  expect(approved.output).not.toContain('not run:');

  own.write('recipe/tests/recipe-harness/functional/own.spec.ts', '');
  const changed = await runSuite(command, { root: own.root, env });
  expect(changed.exitCode, changed.output).toBe(2);
  expect(changed.output).toContain(`was fetched is not that of the version under test, ${commit.slice(0, 8)} with uncommitted changes. [ERR_OVERLAY_STALE`);
});

test('of a recipe in the catalogue, abra brings what there is', async () => {
  using own = new ThrowawayProject({ 'harness.toml': '[overlays]\napproved = ["custom-html"]\n' });
  const fetched = await execa(process.execPath, [join(repository, 'harness/cli/main.ts'), 'overlays', 'fetch'], { cwd: own.root });
  expect(fetched.stderr).toMatch(/0 files of custom-html's tests\/recipe-harness at commit [0-9a-f]{8}/);
  const listed = await runSuite(['--list'], { root: own.root, reporter: undefined });
  expect(listed.exitCode, listed.output).toBe(0);
});
