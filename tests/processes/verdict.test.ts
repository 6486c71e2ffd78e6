import { describe, expect, test } from 'vitest';
import { InlineProject, overlay, recipe, spec } from './inline-project.ts';

describe('the verdict', () => {
  test('a green run exits 0, says so and leaves its results', async () => {
    using project = new InlineProject(overlay("test('posts', () => {}); test('reads', () => {});"));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(0);
    expect(output).toContain('ghost  GREEN: 6 passed\n');
    expect(output).toContain(`HTML report: ${project.path('playwright-report/index.html')}`);
    expect(project.results()).toMatchObject({ verdict: 'green', partial: false, genericOnly: false, exitCode: 0, fault: null });
    expect(project.results().tests.map(({ title }) => title)).toEqual(['installs', 'backs up', 'upgrades', 'posts', 'reads', 'is removed']);
  });

  test('the results say which commit of the recipe was tested, from which release it was upgraded, where the time went, and when its tests were proved', async () => {
    using project = new InlineProject(overlay(`import { noteLearned } from '../../../harness/run/learned.ts';
import { noteUnderTest } from '../../../harness/run/under-test.ts';
test('posts', () => {
  const waits = { pull: 0, schedule: 640, start: 753, health: 1000, app: 90, ingress: 98 };
  noteLearned(process.env.HARNESS_RUN_FOLDER!, { kind: 'stage', recipe: 'ghost', stage: { stage: 'install', version: 'c0ffee', durationMs: 2581, waits, services: [] } }, console.error);
  noteUnderTest(process.env.HARNESS_RUN_FOLDER!, 'ghost', { ref: 'main', commit: 'c0ffee', version: '1.1.0+5', dirty: false });
  noteUnderTest(process.env.HARNESS_RUN_FOLDER!, 'ghost', { base: '1.0.0+5' });
});
test('reads', () => {});`));
    const proof = { date: '2026-01-01T00:00:00.000Z', killed: 3, total: 4 };
    project.write('results/ghost/proof.json', JSON.stringify({
      schema: 1, recipe: 'ghost', ...proof, seconds: 9, underTest: { ref: 'main', commit: 'abc', version: null }, harness: { version: '1', commit: null },
      overlay: 'of another state of it', breaks: [], matrix: [], notItsSubject: [],
    }));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(0);
    expect(output).toContain('proved by sabotage 2026-01-01: 3 of 4, and its overlay has changed since\n');
    expect(output).toContain('  install 2.6 s: schedule 0.6, start 0.8, health check at most 1.0, app 0.1, ingress 0.1\n');
    expect(project.results().proof).toEqual({ ...proof, commit: 'abc', stale: true });
    expect(project.results()).toMatchObject({ schema: 2, underTest: { ref: 'main', commit: 'c0ffee', version: '1.1.0+5', dirty: false, base: '1.0.0+5' }, stages: [{ stage: 'install', durationMs: 2581, waits: { health: 1000 } }] });
  });

  test('what an overlay tells lint not to look for is counted at the end, and named in the results with its reason', async () => {
    using project = new InlineProject({
      ...overlay("// eslint-disable-next-line a/b -- the app says so\ntest('posts', () => {}); test('reads', () => {});"),
      'overlays/ghost/pages/list.ts': '/* eslint-disable */\nexport const text = "// eslint-disable-line";\n',
    });
    expect((await project.playwright([])).output).toContain('ghost  GREEN: 6 passed; 2 suppressions of lint, 1 without a reason\n');
    expect(project.results().lint).toEqual({ recipe: null, overlay: null, suppressions: [
      { file: 'overlays/ghost/functional/own.spec.ts', line: 2, rules: ['a/b'], reason: 'the app says so' },
      { file: 'overlays/ghost/pages/list.ts', line: 1, rules: [], reason: null },
    ] });
  });

  test('a failed assertion is the recipe\'s fault, with any reporter', async () => {
    using project = new InlineProject(overlay("test('posts', () => { expect('a').toBe('b'); });"));
    const { code, output } = await project.playwright(['--reporter=dot']);
    expect(code, output).toBe(1);
    expect(output).toContain("ghost  RED, the recipe's fault: 4 passed, 1 failed");
    expect(project.results().tests[3]).toMatchObject({ status: 'failed', problem: { code: 'ERR_ASSERTION', fault: 'recipe' } });
  });

  test("an error without a mark is the harness's where its code threw it, and what rests on a failure is unverified", async () => {
    const failing = `import { broken } from '../../../harness/broken.ts';
import { HarnessError } from '../../../harness/errors.ts';
test('stumbles', () => { broken(); });
test('follows', () => { throw new HarnessError({ code: 'ERR_UNVERIFIED', fault: 'recipe', message: 'Unverified: the install failed.', wayOut: 'See it.' }); });`;
    using project = new InlineProject({ ...overlay(failing), 'harness/broken.ts': "export function broken() { JSON.parse('{'); }" });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(4);
    expect(project.results().tests.slice(3, 5)).toMatchObject([
      { title: 'stumbles', status: 'failed', problem: { code: 'ERR_UNEXPECTED', fault: 'harness' } },
      { title: 'follows', status: 'unverified', problem: { code: 'ERR_UNVERIFIED', fault: 'recipe' } },
    ]);
  });

  test("the gravest fault decides: an error's mark, or what a step recorded for the test", async () => {
    const failing = `import { HarnessError } from '../../../harness/errors.ts';
import { recordVerdict } from '../../../harness/run/verdicts.ts';
test('crashes', () => { throw new HarnessError({ code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', message: 'db crashes.', wayOut: 'See its log.' }); });
test('pulls', ({}, info) => {
  recordVerdict(process.env.HARNESS_RUN_FOLDER!, { testId: info.testId, recipe: 'ghost', code: 'ERR_PULL', fault: 'environment', message: 'limit', wayOut: 'wait' });
  throw new Error('wrapped beyond recognition');
});
test('tried and caught', ({}, info) => {
  recordVerdict(process.env.HARNESS_RUN_FOLDER!, { testId: info.testId, recipe: 'ghost', code: 'ERR_BUG', fault: 'harness', message: 'x', wayOut: 'y' });
});`;
    using project = new InlineProject(overlay(failing));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(3);
    expect(output).toContain("RED, the environment's fault: 5 passed, 2 failed");
    expect(output).toMatch(/crashes\n\s+db crashes. \[ERR_APP_CRASH_LOOP\]\n\s+Way out: See its log./);
  });

  test('a failure that was caught is no verdict: not of a green test, not of what fails later for a reason of its own; one that failed the test stands, however well it is cleaned up', async () => {
    const caught = `import { stepsOf } from '../../../harness/fixtures/progress-steps.ts';
import { HarnessError } from '../../../harness/errors.ts';
const steps = info => stepsOf(info, 'ghost', process.env.HARNESS_RUN_FOLDER!, text => text);
const refuse = async () => { throw new HarnessError({ code: 'ERR_ABRA_FAILED', fault: 'harness', message: 'x', wayOut: 'y' }); };
test('goes on', async ({}, info) => { await steps(info).step('undeploy', refuse).catch(() => undefined); });
test('asserts', async ({}, info) => {
  const { step } = steps(info);
  await step('undeploy', refuse).catch(() => undefined);
  await step('remove the rest', async () => undefined);
  expect('a').toBe('b');
});
test('wraps', async ({}, info) => { await steps(info).step('undeploy', refuse).catch(() => { throw new Error('wrapped'); }); });
test.describe('with a clean-up', () => {
  let told;
  test.beforeEach(({}, info) => { told = steps(info); });
  test.afterEach(async () => { await told.step('log out', async () => undefined); });
  test('wraps', async () => { await told.step('undeploy', refuse).catch(() => { throw new Error('wrapped'); }); });
});
const cleaned = test.extend({ told: async ({}, use, info) => { const told = steps(info); await use(told); await told.step('log out', async () => undefined); } });
cleaned('cleans up in a fixture', async ({ told }) => { await told.step('undeploy', refuse).catch(() => { throw new Error('wrapped'); }); });`;
    using project = new InlineProject(overlay(caught));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(4);
    const { tests, verdicts } = project.results();
    expect(tests.slice(3, 8).map(found => found.problem?.code)).toEqual([undefined, 'ERR_ASSERTION', 'ERR_ABRA_FAILED', 'ERR_ABRA_FAILED', 'ERR_ABRA_FAILED']);
    expect(verdicts.map(found => found.code)).toEqual(['ERR_ABRA_FAILED', 'ERR_ABRA_FAILED', 'ERR_ABRA_FAILED']);
  });

  test('a run that is longer than its globalTimeout is the environment\'s, whatever it did not come to', async () => {
    using project = new InlineProject(overlay("test('posts', () => new Promise(() => undefined)); test('and more', () => {});"));
    const { code, output } = await project.playwright(['--global-timeout=9000', '--timeout=0']);
    expect(code, output).toBe(3);
    expect(output.match(/The run was longer than its globalTimeout\./g), 'told once').toHaveLength(1);
    expect(project.results().tests.slice(3).map(({ problem }) => problem)).toEqual([1, 2, 3].map(() => expect.objectContaining({ code: 'ERR_DID_NOT_RUN', fault: 'environment' }) as unknown));
  });

  test.each<[string, string, string[]]>([
    ['-x', "test('posts', () => { expect('a').toBe('b'); }); test('and more', () => {});", ['-x']],
    ['serial tests', "test.describe.serial('one after the other', () => { test('posts', () => { expect('a').toBe('b'); }); test('and more', () => {}); });", []],
    ['a beforeAll that fails', "test.describe('logged in', () => { test.beforeAll(() => { expect('a').toBe('b'); }); test('posts', () => {}); test('and more', () => {}); });", []],
  ])('what a failure of the recipe keeps from running is unverified, and the recipe\'s fault as that is: %s', async (_name, body, args) => {
    using project = new InlineProject(overlay(body));
    const { code, output } = await project.playwright(args);
    expect(code, output).toBe(1);
    expect(output).toContain("ghost  RED, the recipe's fault: ");
    expect(project.results().tests.slice(3, 5)).toMatchObject([
      { status: 'failed', problem: { code: 'ERR_ASSERTION' } },
      { status: 'unverified', problem: { code: 'ERR_DID_NOT_RUN', fault: 'recipe' } },
    ]);
  });

  test.each([
    ['a full disk', "throw new Error(\"ENOSPC: no space left on device, write '/state/ledger.jsonl'\");", 'ERR_DISK_FULL', /A disk of this machine is full: ENOSPC: .*\/state\/ledger\.jsonl/],
    ['a worker that was killed', "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", 'ERR_WORKER_DIED', /was ended from outside \(.*SIGKILL.*\)/],
  ])('%s is the environment\'s', async (_name, body, problem, message) => {
    using project = new InlineProject(overlay(`test('posts', async () => { ${body} });`));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(3);
    expect(project.results().tests[3]).toMatchObject({ status: 'failed', problem: { code: problem, fault: 'environment', message: expect.stringMatching(message) } });
  });

  test('an overlay that ends its own process is the user\'s mistake, and nobody looks for a killer', async () => {
    using project = new InlineProject(overlay("test('posts', () => { process.exit(1); });"));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(2);
    expect(project.results().tests[3]).toMatchObject({ status: 'failed', problem: { code: 'ERR_WORKER_EXITED', fault: 'user', wayOut: expect.stringContaining('process.exit in the overlay') } });
  });

  test('a typed skip is not applicable; any other is unverified and not green', async () => {
    using project = new InlineProject(overlay(`
test('typed', ({}, info) => { info.annotations.push({ type: 'not applicable: structural', description: 'no backup labels' }); info.skip(true, 'x'); });
test('posts', () => {}); test('reads', () => {});`));
    expect(await project.playwright([])).toMatchObject({ code: 0, output: expect.stringContaining('6 passed, 1 not applicable') });
    expect(project.results().tests[3]).toMatchObject({ status: 'not applicable', reason: 'structural: no backup labels' });
    project.write('overlays/ghost/functional/own.spec.ts', spec("test.skip('later', () => {}); test.fixme('broken', () => {}); test('posts', () => {}); test('reads', () => {});"));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(2);
    expect(output).toContain("ghost  UNVERIFIED, the user's mistake: 6 passed, 2 unverified");
  });

  test('an overlay of one functional test is told that it is too few', async () => {
    using project = new InlineProject(overlay("test('posts', () => {});"));
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(2);
    expect(output).toContain('ghost has an overlay, and one functional test of its own ran: at least 2 must. [ERR_EVIDENCE_TOO_FEW]');
  });

  test('what the recipe file declares is skipped with its reason; without an overlay the green is generic only', async () => {
    using project = new InlineProject({ 'recipes/ghost.toml': `${recipe()}
[[declared]]
rung = "backup"
blocker = "the dump takes a licence key"
covered_by = "generic/1-install"
decided_by = "somebody"
decided_on = "2026-11-01"
` });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(0);
    expect(output).toContain('declared: the dump takes a licence key');
    expect(output).toContain('ghost  GREEN: 3 passed, 1 not applicable; generic only, no overlay says what it is for');
    expect(project.results()).toMatchObject({ verdict: 'green', genericOnly: true });
  });

  test('an unproven recipe is not in the list, runs by name, and is never green', async () => {
    using project = new InlineProject({ 'recipes/mystery.toml': recipe('unproven = "its images are nowhere to be had"') });
    expect((await project.playwright(['--list'])).output).not.toContain('[mystery]');
    const { code, output } = await project.playwright(['--project=mystery']);
    expect(code, output).toBe(3);
    expect(output).toContain('mystery  UNPROVEN');
  });

  test('a recipe that rests on an unproven one is as unproven', async () => {
    using project = new InlineProject({ 'recipes/mystery.toml': recipe('unproven = "its images are nowhere to be had"'), 'recipes/guest.toml': recipe('requires = ["mystery"]') });
    expect((await project.playwright(['--list'])).output).not.toContain('[guest]');
    const { code, output } = await project.playwright(['--project=guest']);
    expect(code, output).toBe(3);
    expect(output).toContain('It depends on mystery, which is unproven: its images are nowhere to be had');
  });

  test('a failing set-up of the run decides by its own mark, without a stack', async () => {
    using project = new InlineProject({ 'harness/fixtures/global-setup.ts': `import { HarnessError } from '../errors.ts';
export default async () => { throw new HarnessError({ code: 'ERR_NOT_ROOT', fault: 'user', message: 'The lab needs root.', wayOut: 'Use sudo.' }); };` });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(2);
    expect(output.match(/The lab needs root\./g), 'told once').toHaveLength(1);
    expect(output).toContain("The run ended by ERR_NOT_ROOT, told above: the user's mistake.");
    expect(output).not.toMatch(/^\s+at /m);
  });

  test('what fails in the end of the run fails the run', async () => {
    using project = new InlineProject({ 'harness/fixtures/global-setup.ts': `import { HarnessError } from '../errors.ts';
export default async () => async () => { throw new HarnessError({ code: 'ERR_LEFTOVERS', fault: 'harness', message: 'volume ghost_data remains.', wayOut: 'Remove it.' }); };` });
    const { code, output } = await project.playwright([]);
    expect(code, output).toBe(4);
    expect(output).toContain('volume ghost_data remains. [ERR_LEFTOVERS, ');
  });
});
