import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { InlineProject, recipe, spec } from './inline-project.ts';

test('20 recipes are listed at once, each with its own overlay only', async () => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => `r${String(i).padStart(2, '0')}`).flatMap(name => [
    [`recipes/${name}.toml`, recipe()],
    [`overlays/${name}/functional/own.spec.ts`, spec(`test('own of ${name}', () => {});`)],
    [`overlays/${name}/browser/page.spec.ts`, spec(`test('page of ${name}', () => {});`)],
  ]));
  using project = new InlineProject(files);
  const { code, output } = await project.playwright(['--list']);
  expect(code, output).toBe(0);
  expect(output).toContain(`Total: ${20 * 6 + 4} tests in 44 files`);
  for (const line of output.split('\n').filter(text => text.includes('own of'))) expect(line).toMatch(/\[(r\d\d)\].*own of \1$/);
});

test('files run in the order generic, overlay, teardown', async () => {
  using project = new InlineProject({ 'overlays/ghost/functional/own.spec.ts': spec("test('own', () => {});") });
  const { output } = await project.playwright(['--list']);
  expect(order(output)).toEqual(['installs', 'backs up', 'upgrades', 'own', 'is removed']);
});

test('the environment tells workers which projects were named', async () => {
  using project = new InlineProject({ 'recipes/other.toml': recipe() });
  const { code, output } = await project.playwright(['--project', 'other', '--workers=2']);
  expect(code, output).toBe(0);
  expect(output).toContain('other  GREEN: 4 passed');
  expect(output).not.toContain('ghost');
});

const user = {
  'mine/package.json': '{ "type": "module" }',
  'mine/playwright.config.ts': "import { harnessConfig } from '../harness/config.ts';\nexport default harnessConfig();\n",
  'mine/recipes/blog.toml': recipe(),
};

test("a user's project gets the generic specs as git-ignored stubs, and the teardown last", async () => {
  using project = new InlineProject({ ...user, 'mine/overlays/blog/functional/own.spec.ts': spec("test('own', () => {}); test('and more', () => {});") });
  const { code, output } = await project.playwright([], { cwd: 'mine' });
  expect(code, output).toBe(0);
  expect(output).toContain('blog  GREEN: 6 passed');
  expect(order(output)).toEqual(['installs', 'backs up', 'upgrades', 'own', 'is removed']);
  expect(project.read('mine/.recipe-harness/generic/1-install.spec.ts')).toBe('import "../../../generic/1-install.spec.ts";\n');
  expect(project.read('mine/.recipe-harness/.gitignore')).toBe('*\n');
  expect(project.read('mine/recipe-harness.teardown/.gitignore')).toBe('*\n');
});

test('the teardown sorts behind overlays of any name', async () => {
  using project = new InlineProject({
    ...user, 'mine/harness.toml': '[folders]\noverlays = "tests"\n', 'mine/tests/blog/own.spec.ts': spec("test('own', () => {});"),
  });
  const { output } = await project.playwright(['--list'], { cwd: 'mine' });
  expect(order(output).slice(-2)).toEqual(['own', 'is removed']);
  expect(existsSync(project.path('mine/tests.recipe-harness.teardown/teardown.spec.ts'))).toBe(true);
});

test('overlays outside the project are refused', async () => {
  using project = new InlineProject({ ...user, 'mine/harness.toml': '[folders]\noverlays = "../overlays"\n' });
  const { code, output } = await project.playwright([], { cwd: 'mine' });
  expect(output).toContain('ERR_OVERLAYS_OUTSIDE');
  expect(code).toBe(2);
});

test("the harness's own sources are left to Node, beside what the project leaves to it", async () => {
  const config = "import { harnessConfig } from '../harness/config.ts';\nconst config = harnessConfig({ build: { external: ['/vendor/**'] } });\nconsole.log('external: ' + JSON.stringify(config.build));\nexport default config;\n";
  using project = new InlineProject({ ...user, 'mine/playwright.config.ts': config });
  const { output } = await project.playwright(['--list'], { cwd: 'mine' });
  expect(output).toContain(`external: ${JSON.stringify({ external: ['/vendor/**', project.path('harness/**')] })}`);
});

test('the folder of the config is the root, wherever one stands', async () => {
  using project = new InlineProject(user);
  const { output } = await project.playwright(['--list', '--config', 'mine/playwright.config.ts']);
  expect(output).toContain('[blog]');
});

function order(output: string): string[] {
  return output.split('\n').flatMap(line => /› (installs|backs up|upgrades|own|is removed)\b/.exec(line)?.[1] ?? []);
}
