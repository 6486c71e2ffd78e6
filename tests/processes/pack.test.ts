import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleResults } from '../unit/report/sample-results.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const node = path.join(repository, 'node_modules/node/bin/node');
let folder: string;

/** A folder with the tarball unpacked as npm would, its dependencies beside it. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-packed-'));
  const tarball = execFileSync(node, [path.join(repository, 'scripts/pack.ts')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim().split('\n').at(-1) ?? '';
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, 'recipe-harness'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', path.join(modules, 'recipe-harness'), '--strip-components=1']);
  for (const name of readdirSync(path.join(repository, 'node_modules'))) symlinkSync(path.join(repository, 'node_modules', name), path.join(modules, name));
  write('package.json', '{ "type": "module" }');
  write('playwright.config.ts', "import { harnessConfig } from 'recipe-harness/config';\nexport default harnessConfig();\n");
  write('recipes/blog.toml', 'memory = "64M"\n[source]\ncatalogue = "blog"\n');
  write('overlays/blog/functional/own.spec.ts', "import { expect, test } from 'recipe-harness';\ntest('own', async ({ api }) => { expect((await api.get('/')).status).toBe(200); });\n");
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every entry point can be imported by plain Node', async () => {
  const { code, output } = await run('--input-type=module', '--eval', `
import * as index from 'recipe-harness';
import * as config from 'recipe-harness/config';
import * as eslint from 'recipe-harness/eslint';
console.log(Object.keys(index).sort().join(' '), Object.keys(config).join(' '), Object.keys(eslint).join(' '));`);
  expect(code, output).toBe(0);
  expect(output).toMatch(/\bdefineOverlay\b.*\bexpect\b.*\btest\b.*\bharnessConfig\b.*\boverlayLint\b/);
});

test('the types are whole: an overlay compiles against them, and can name what its own functions take', async () => {
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: true, types: ['node'] }, include: ['overlays', 'playwright.config.ts'] }));
  write('overlays/blog/pages/publish.ts', `import { assertConverges, retryHttpGet, waitForHttp, type Converges, type HttpClient, type HttpResponse, type Progress, type RequestOptions, type WaitForHttp } from 'recipe-harness';
const patience: Converges = { what: 'the post is found', deadlineSeconds: 20 };
const ready: Omit<WaitForHttp, 'progress'> = { status: [200], deadlineSeconds: 20, what: 'the blog answers' };
export async function publish(api: HttpClient, progress: Progress, options: RequestOptions): Promise<HttpResponse> {
  await waitForHttp(api, '/', { ...ready, progress });
  return assertConverges(() => retryHttpGet(api, '/posts', options), patience);
}
`);
  write('overlays/blog/wrong.spec.ts', "import { test } from 'recipe-harness';\ntest('x', async ({ api }) => { await api.nonsense(); });\n");
  const { output } = await run(path.join(repository, 'node_modules/typescript/bin/tsc'), '--pretty', 'false');
  rmSync(path.join(folder, 'overlays/blog/wrong.spec.ts'));
  expect(output.trim()).toMatch(/^overlays\/blog\/wrong\.spec\.ts\(2,\d+\): error TS2339: Property 'nonsense' does not exist on type 'HttpClient'\.$/);
});

test('a two-line config lists the generic specs, the overlay and the teardown', async () => {
  const { code, output } = await run(path.join(folder, 'node_modules/@playwright/test/cli.js'), 'test', '--list');
  expect(code, output).toBe(0);
  const files = [...output.matchAll(/› (\S+\.spec\.[jt]s)/g)].map(([, file]) => path.basename(file ?? ''));
  expect([...new Set(files)]).toEqual(['1-install.spec.js', '2-backup.spec.js', '3-upgrade.spec.js', 'own.spec.ts', 'teardown.spec.js']);
});

test('the two lines of the docs lint the overlays of a project, and of a recipe\'s own repository with its PARITY.md', async () => {
  const page = readFileSync(path.join(repository, 'docs/overlay.md'), 'utf8');
  write('eslint.config.js', /```js\n(import \{ overlayLint \}[\s\S]*?)```/.exec(page)?.[1] ?? 'not in the docs');
  const seeds = "import { defineOverlay } from 'recipe-harness';\nexport default defineOverlay({ data: { async seed({ app, unique }) { const id = unique('x'); await app.writeFile('app', `/${id}`, id); return { id }; }, async read({ api }, id) { return (await api.get(`/${id}`)).status === 404 ? undefined : { id: String(id) }; }, async wipe() {} } });\n";
  write('overlays/blog/overlay.ts', seeds);
  write('tests/recipe-harness/overlay.ts', seeds);
  write('PARITY.md', /```md\n([\s\S]*?)```/.exec(page)?.[1] ?? 'not in the docs');
  const { code, output } = await run(path.join(folder, 'node_modules/eslint/bin/eslint.js'), '--format', 'json', '.');
  const found = JSON.parse(output) as { filePath: string; messages: { ruleId: string }[] }[];
  expect(Object.fromEntries(found.map(({ filePath, messages }) => [path.relative(folder, filePath), messages.map(({ ruleId }) => ruleId)]))).toMatchObject({
    'overlays/blog/functional/own.spec.ts': ['recipe-harness/no-health-only-test'],
    'overlays/blog/overlay.ts': ['recipe-harness/seed-through-the-app'],
    'tests/recipe-harness/overlay.ts': [],
  });
  expect(code).toBe(1);
  for (const name of ['overlays/blog/overlay.ts', 'tests']) rmSync(path.join(folder, name), { recursive: true });
});

test.each([
  ['a page', 'forum', "      labels: ['traefik.http.routers.x.rule=Host(`x`)']\n", ['a stranger changes nothing, and its owner does', 'what a person enters in the browser is still there after a reload', 'what one person makes, another reads']],
  ['a protocol of its own', 'voice', '      labels: []\n', ['what one person makes, another reads']],
])('the tests of an app with %s, begun by the command, compile with their gaps, pass lint and are listed', async (_what, name, labels, titles) => {
  const recipe = `sources/${name}`;
  write(`${recipe}/.env.sample`, `TYPE=${name}\nDOMAIN=x.example.com\n`);
  write(`${recipe}/compose.yml`, `services:\n  app:\n    image: x:1\n    deploy:\n${labels}`);
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: path.join(folder, recipe), stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=x');

  const made = await run(path.join(folder, 'node_modules/recipe-harness/harness/cli/main.js'), 'new', name, '--path', recipe);
  expect(made.code, made.output).toBe(0);
  expect(made.output).toMatch(new RegExp(`overlays/${name}/overlay\\.ts +to fill in: line 1, \\d+`));
  expect(readFileSync(path.join(folder, `recipes/${name}.toml`), 'utf8')).toContain(`path = "../${recipe}"`);

  expect((await run(path.join(repository, 'node_modules/typescript/bin/tsc'), '--pretty', 'false')).output).toBe('');
  const linted = await run(path.join(folder, 'node_modules/eslint/bin/eslint.js'), `overlays/${name}`);
  expect(linted.code, linted.output).toBe(0);
  const { output } = await run(path.join(folder, 'node_modules/@playwright/test/cli.js'), 'test', 'overlays/', '--list', `--project=${name}`);
  expect([...output.matchAll(/ › ([^›\n]+)$/gm)].map(([, title]) => title).sort()).toEqual(titles);
});

test('the command is there, and nothing of the sources', async () => {
  const packed = path.join(folder, 'node_modules/recipe-harness');
  const { bin } = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  expect((await run(path.join(packed, bin['recipe-harness'] ?? ''), '--help')).output).toContain('apps');
  const sources = readdirSync(packed, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'));
  expect(sources).toEqual([]);
});

test('the command makes a site of results, and tells what changed between two', async () => {
  const main = path.join(folder, 'node_modules/recipe-harness/harness/cli/main.js');
  const before = sampleResults({ run: '000001', startedAt: '2026-11-19T09:30:00.000Z', durationMs: 135_000 });
  write('results/ghost/results.json', JSON.stringify(sampleResults()));
  write('results/ghost/history/2026-11-19T09-30-00.000Z-000001.json', JSON.stringify(before));
  const site = await run(main, 'site', 'results', 'public');
  expect(site.output).toContain('1 recipe, 2 runs.');
  for (const page of ['index.html', 'recipes/ghost/index.html', 'board.html', 'compliance.md', 'assets/site.css']) expect(readFileSync(path.join(folder, 'public', page), 'utf8'), page).not.toBe('');
  const difference = await run(main, 'level', 'diff', 'results/ghost/history/2026-11-19T09-30-00.000Z-000001.json', 'results/ghost/results.json');
  expect(difference).toMatchObject({ code: 0, output: expect.stringContaining('level 7 as before, 40 s less') as unknown });
});

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(...args: string[]): Promise<{ code: number; output: string }> {
  const { PW_TEST_REPORTER: _reporter, ...env } = process.env;
  return new Promise(resolve => {
    execFile(node, args, { cwd: folder, env: { ...env, RECIPE_HARNESS_STATE: path.join(folder, 'state') } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, output: stdout + stderr }));
  });
}
