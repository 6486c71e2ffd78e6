/** Given the step of a pipeline on a small project, when `recipe-harness ci` runs, then exit code, artefacts and forge tell what the run did, and no more. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processesWithEnv, waitUntilGone } from '../../harness/run/process.ts';
import { readResults } from '../../harness/report/read-results.ts';
import { drone, woodpecker } from '../unit/forge/ci-samples.ts';
import { InlineProject, overlay, recipe, spec } from './inline-project.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const token = 'f0rge-t0ken-0123456789';
const ghost = { 'recipes/ghost.toml': recipe().replace('catalogue = "x"', 'catalogue = "ghost"') };
const passing = overlay("test('posts', () => expect(1 + 1).toBe(2));\ntest('reads', () => expect(1 + 1).toBe(2));");
const failing = overlay("test('posts', () => expect(1 + 1).toBe(3));\ntest('reads', () => expect(1 + 1).toBe(2));");

/** As much of a forge as the step meets; the strict one stands beside the forge's own tests. */
class SmallForge {
  readonly statuses: { state: string; context: string; description: string }[] = [];
  comment: string | undefined;
  refuses = false;
  readonly #server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => { body += String(chunk); });
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const [status, answer] = this.#answer(`${method} ${url.replace(/[?].*/, '')}`, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise(resolve => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(asked: string, body: string): [number, unknown] {
    if (this.refuses) return [401, { message: 'user does not exist' }];
    const comments = (): unknown[] => this.comment === undefined ? [] : [{ id: 9, body: this.comment, user: { id: 5 } }];
    const given = body === '' ? {} : JSON.parse(body) as { body?: string };
    switch (asked) {
      case 'GET /api/v1/user': return [200, { id: 5 }];
      case `POST /api/v1/repos/coop-cloud/ghost/statuses/${drone.push.DRONE_COMMIT}`:
        this.statuses.push(given as SmallForge['statuses'][number]);
        return [201, { id: this.statuses.length }];
      case 'GET /api/v1/repos/coop-cloud/ghost/issues/42/comments': return [200, comments()];
      case 'POST /api/v1/repos/coop-cloud/ghost/issues/42/comments':
        this.comment = given.body;
        return [201, comments()[0]];
      default: return [404, { message: asked }];
    }
  }
}

let forge: SmallForge;
beforeAll(() => { forge = new SmallForge(); return forge.start(); });
afterAll(() => forge.stop());
beforeEach(() => { forge.statuses.length = 0; forge.comment = undefined; forge.refuses = false; });

interface Step { code: number | null; signal: NodeJS.Signals | null; output: string }
interface StepOptions { env?: NodeJS.ProcessEnv; args?: readonly string[]; onOutput?: (output: string, pid: number) => void; through?: (command: string) => string[] }

/** `recipe-harness ci` of this repository on the project; ends when nothing that it started holds its output any more, and fails where something of it goes on. */
async function step(project: InlineProject, { env = drone.push, args = [], onOutput, through = command => ['sh', '-c', `exec ${command}`] }: StepOptions = {}): Promise<Step> {
  const { PW_TEST_REPORTER: _reporter, HARNESS_RUN_FOLDER: _folder, CI: _ci, FORCE_COLOR: _color, ...clean } = process.env;
  const words = [path.join(repository, 'node_modules/node/bin/node'), path.join(repository, 'harness/cli/main.ts'), '--root', project.folder, 'ci', ...args];
  const [program = '', ...rest] = through(words.map(word => `'${word}'`).join(' '));
  const child = spawn(program, rest, {
    cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...clean, NO_COLOR: '1', RECIPE_HARNESS_STATE: project.path('state'), HARNESS_FORGE_URL: forge.url, HARNESS_FORGE_TOKEN: token, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      output += String(chunk);
      onOutput?.(output, child.pid ?? 0);
    });
  }
  const ended = await new Promise<Step>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
  // Playwright's workers write to its runner, not to that output: they may go a moment later.
  const others = processesWithEnv('RECIPE_HARNESS_STATE', project.path('state'));
  expect(await waitUntilGone(others, 10_000), `processes of the step go on: ${others.map(({ pid }) => pid).join(', ')}`).toBe(true);
  return ended;
}

const artefact = (project: InlineProject, name: string): string => project.path(`recipe-harness-artefacts/ghost/${name}`);
const states = (): string[] => forge.statuses.map(({ state }) => state);

test('a branch leaves its results; a pull request for it is pending, then a success, compared with them in one comment, with everything in one folder', async () => {
  using project = new InlineProject({ ...ghost, ...passing });
  const store = ['--results-store', project.path('store')];
  const push = await step(project, { args: store });
  expect(push.output).toContain('pull requests for main are compared with this from now on');
  expect(forge.comment).toBeUndefined();
  project.write('overlays/ghost/functional/looks.spec.ts', spec(`
import { readFileSync } from 'node:fs';
test('looks for the token of the forge', () => {
  expect(readFileSync('/proc/self/environ', 'utf8') + readFileSync('/proc/' + process.ppid + '/environ', 'utf8')).not.toContain('${token}');
  expect(process.env.RECIPE_HARNESS_LIFE_LINE).toBeUndefined();
  expect(process.env.HARNESS_REF).toBe('${drone.push.DRONE_COMMIT}');
});`));
  const { code, output } = await step(project, { env: drone.pullRequest, args: store });
  expect(code, output).toBe(0);
  expect(output).toContain('drone: coop-cloud/ghost, pull request 42 for main, commit 7fd1a60b');
  expect(output, 'what Playwright says is passed through').toContain('looks for the token of the forge');
  expect(states(), output).toEqual(['pending', 'success', 'pending', 'success']);
  expect(forge.statuses[1]?.context).toBe('recipe-harness/ghost');
  expect(forge.comment).toContain('one test more');
  for (const name of ['report/index.html', 'junit.xml', 'results.json', 'badge.svg', 'badge.json']) expect(existsSync(artefact(project, name)), name).toBe(true);
  expect(readFileSync(artefact(project, 'junit.xml'), 'utf8')).toContain('looks for the token of the forge');
  expect(readResults(artefact(project, 'results.json'))).toMatchObject({
    results: { recipe: 'ghost', verdict: 'green', build: { service: 'drone', repository: 'coop-cloud/ghost', pullRequest: 42, commit: drone.push.DRONE_COMMIT } },
  });
});

test('a recipe that fails: 1, failure, its traces; nothing of an earlier build is left in the folder, and it is nobody\'s base', async () => {
  using project = new InlineProject({ ...ghost, ...failing });
  mkdirSync(artefact(project, 'report'), { recursive: true });
  for (const name of ['card.png', 'report/old.html', 'partial.json']) writeFileSync(artefact(project, name), 'of an earlier build');
  mkdirSync(project.path('results/ghost'), { recursive: true });
  writeFileSync(project.path('results/ghost/card-dark.png'), 'of an earlier run');
  const { code, output } = await step(project, { env: woodpecker.pullRequest });
  expect(code, output).toBe(1);
  expect(states(), output).toEqual(['pending', 'failure']);
  expect(existsSync(artefact(project, 'failures')), output).toBe(true);
  for (const name of ['card.png', 'card-dark.png', 'report/old.html', 'partial.json']) expect(existsSync(artefact(project, name)), name).toBe(false);
  expect(readResults(artefact(project, 'results.json'))).toMatchObject({ results: { verdict: 'red', build: { service: 'woodpecker' } } });
  expect(existsSync(project.path('state/ci-results'))).toBe(false);
});

test("the environment's fault is 3; a forge that refuses changes nothing of it, and what it should have shown is printed", async () => {
  forge.refuses = true;
  using project = new InlineProject({ ...ghost, ...passing, 'harness/fixtures/global-setup.ts': `import { HarnessError } from '../errors.ts';
export default async () => { throw new HarnessError({ code: 'ERR_NO_ENGINE', fault: 'environment', message: 'The engine does not answer.', wayOut: 'Start it.' }); };` });
  const { code, output } = await step(project, { env: drone.pullRequest });
  expect(code, output).toBe(3);
  expect(output).toContain('Not posted: status recipe-harness/ghost and the comment');
  expect(output).toContain('What the comment says:');
  expect(output).not.toContain(token);
});

describe('what cannot be tested is told in one message, and exits 2', () => {
  const refusals: [string, StepOptions, RegExp][] = [
    ['a variable that is missing', { env: { ...drone.push, DRONE_REPO: '' } }, /environment: DRONE_REPO is not set, although drone runs this step/],
    ['a checkout that is none', { args: ['--checkout', 'recipes'] }, /failed\. \[ERR_RECIPE_SOURCE/],
  ];
  test.each(refusals)('%s', async (_, options, message) => {
    using project = new InlineProject(ghost);
    const { code, output } = await step(project, options);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
    expect(forge.statuses).toEqual([]);
  });
});

describe('what goes wrong around the run is told, and leaves nothing pending', () => {
  test.each<[string, NodeJS.ProcessEnv, string, number, string]>([
    ['a folder for passing things that is not there', { TMPDIR: '/nowhere' }, 'ERR_CI_MACHINE', 3, "the environment's fault"],
  ])('%s', async (_what, env, code, exit, whose) => {
    using project = new InlineProject({ ...ghost, 'harness.toml': '[overlays]\napproved = ["ghost"]\n' });
    const ended = await step(project, { env: { ...drone.pullRequest, ...env } });
    expect(ended.output).toContain(code);
    expect(ended.output).not.toMatch(/^\s+at /m);
    expect(ended.code, ended.output).toBe(exit);
    expect(states()).toEqual(['pending', 'error']);
    expect(forge.statuses[1]?.description).toContain(`${whose}, ${code}`);
  });
});

describe('a build that is cancelled', () => {
  const waiting = overlay("test('waits', async () => { console.log('waits now'); await new Promise(() => {}); });");

  test('by SIGTERM: the run ends at once, the status says so, 143', async () => {
    using project = new InlineProject({ ...ghost, ...waiting });
    let sent = false;
    const { code, output } = await step(project, {
      env: drone.pullRequest,
      onOutput: (text, pid) => {
        if (sent || !text.includes('waits now')) return;
        sent = true;
        process.kill(pid, 'SIGTERM');
      },
    });
    expect(code, output).toBe(143);
    expect(states(), output).toEqual(['pending', 'error']);
    expect(forge.statuses[1]?.description).toBe('the build was cancelled');
    expect(forge.comment).toBeUndefined();
  });

  // As `npx recipe-harness ci` is started: by npm, and a shell of npm's.
  test.each(['SIGTERM', 'SIGKILL'] as const)('by %s to the npx that started it, which tells nobody: the same', async signal => {
    using project = new InlineProject({ ...ghost, ...waiting });
    let sent = false;
    const ended = await step(project, {
      env: drone.pullRequest, through: command => ['npm', 'exec', '--offline', '--call', command],
      onOutput: (text, pid) => {
        if (sent || !text.includes('waits now')) return;
        sent = true;
        process.kill(pid, signal);
      },
    });
    expect(states(), ended.output).toEqual(['pending', 'error']);
    expect(forge.statuses[1]?.description).toBe('the build was cancelled');
  });

  test('by a plain kill of the step alone: the run and its workers end with it', async () => {
    using project = new InlineProject({ ...ghost, ...waiting });
    const { signal, output } = await step(project, { onOutput: (text, pid) => { if (text.includes('waits now')) process.kill(pid, 'SIGKILL'); } });
    expect(signal, output).toBe('SIGKILL');
  });
});
