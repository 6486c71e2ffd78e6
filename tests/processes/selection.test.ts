import { describe, expect, test } from 'vitest';
import { InlineProject, overlay, recipe, spec } from './inline-project.ts';

describe('what is missing', () => {
  test('an unfiltered run without a generic spec or the teardown fails', async () => {
    using project = new InlineProject({ 'playwright.config.ts': `import { harnessConfig } from './harness/config.ts';
const config = harnessConfig();
export default { ...config, projects: config.projects!.map(p => ({ ...p, testMatch: [/generic\\/1-.*/, /overlays\\/.*\\.spec\\.ts/] })) };`,
    ...overlay("test('posts', () => {});"), 'overlays/ghost/2-backup.spec.ts': spec("test('a namesake', () => {});") });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(2);
    expect(project.results().problems.map(problem => problem.code)).toEqual(['ERR_SPEC_MISSING', 'ERR_SPEC_MISSING', 'ERR_SPEC_MISSING']);
    expect(output).toContain('ghost ran without teardown/teardown.spec.ts, which every recipe must pass.');
  });

  test.each([
    ['--grep', ['--grep', '@backup'], 'Partial: narrowed by --grep @backup.', 0],
    ['a file', ['2-backup'], 'Partial: narrowed by 2-backup.', 0],
    ['--shard', ['--shard=1/2'], 'Partial: narrowed by --shard 1/2.', 0],
    ['nothing left', ['--grep', 'nonsense'], "No tests found. [ERR_NO_TESTS, the user's mistake]", 2],
    ['nothing left, by wish', ['--grep', 'nonsense', '--pass-with-no-tests'], 'No test was selected, so nothing was proved. [ERR_NO_TESTS]', 2],
  ])('a run narrowed by %s is partial', async (_name, args, told, exitCode) => {
    using project = new InlineProject();
    const { code, output } = await project.playwright([...args]);
    expect(code, output).toBe(exitCode);
    expect(output).toContain(told);
    if (exitCode === 0) expect(project.results('partial').partial).toBe(true);
  });

  test('a narrowed run does not replace what a whole one has found', async () => {
    using project = new InlineProject(overlay("test('posts', () => { expect('a').toBe('b'); });"));
    expect(await project.playwright([])).toMatchObject({ code: 1 });
    expect(await project.playwright(['--grep', '@backup'])).toMatchObject({ code: 0 });
    expect(project.results()).toMatchObject({ verdict: 'red', partial: false, narrowedBy: [] });
    expect(project.results('partial')).toMatchObject({ verdict: 'green', partial: true, narrowedBy: ['--grep @backup'] });
  });

  test('--last-failed runs again what failed alone, and is partial', async () => {
    using project = new InlineProject(overlay("test('posts', () => { expect('a').toBe('b'); });\ntest('reads', () => {});"));
    expect(await project.playwright([])).toMatchObject({ code: 1 });
    const { code, output } = await project.playwright(['--last-failed']);
    expect(code, output).toBe(1);
    expect(output).toContain('Partial: narrowed by --last-failed.');
    expect(project.results('partial').tests.map(({ title }) => title)).toEqual(['posts']);
  });

  test('.only narrows too', async () => {
    using project = new InlineProject(overlay("test.only('posts', () => {});"));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(0);
    expect(output).toContain('Partial: narrowed by .only.');
  });

  test('without the guard no run exits 0', async () => {
    using project = new InlineProject({ 'playwright.config.ts': `import { harnessConfig } from './harness/config.ts';
const config = harnessConfig();
delete process.env.PW_TEST_REPORTER;
export default config;` });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(4);
    expect(output).toContain('ERR_NO_VERDICT');
  });
});

describe("the user's mistakes, in one message without a stack", () => {
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown project', ['--project=gohst'], {}, /there is no recipe "gohst"\.[\s\S]*Did you mean ghost\?/],
    ['a misspelt key', [], { 'recipes/ghost.toml': recipe('memori = 1') }, /recipes\/ghost.toml:2: "memori" is not a known key/],
    ['an overlay that throws at import', [], overlay("throw new Error('boom');"), /overlays\/ghost\/functional\/own.spec.ts: boom \[ERR_SPEC_BROKEN, /],
    ['an overlay that is no TypeScript', [], overlay("test('x', () => {"), /overlays\/ghost\/functional\/own.spec.ts: .* \[ERR_SPEC_BROKEN, /],
  ])('%s', async (_name, args, files, message) => {
    using project = new InlineProject(files);
    const { code, output } = await project.playwright(args);
    expect(output).toMatch(message);
    expect(code, output).toBe(2);
    expect(output.match(/^\s+at .*(node_modules|harness\/)/m)).toBeNull();
  });

  test("a neighbour's mistake does not stop a recipe that is named", async () => {
    using project = new InlineProject({ 'recipes/broken.toml': 'memory = ' });
    expect(await project.playwright(['--project=ghost'])).toMatchObject({ code: 0 });
  });
});
