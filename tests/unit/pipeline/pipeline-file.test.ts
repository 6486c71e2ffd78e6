/** Given each service and runner, when its file is written, then it is YAML whose commands exist, with its comments, and what was given stays a value. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parse, parseDocument } from 'yaml';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addCi } from '../../../harness/cli/ci.ts';
import { addDrone } from '../../../harness/cli/drone.ts';
import { environmentKeys } from '../../../harness/settings/settings-schema.ts';
import { services, type Service } from '../../../harness/forge/ci-names.ts';
import { pipelineFile, usualPlace, type Runner } from '../../../harness/pipeline/pipeline-file.ts';

const tests = 'https://git.example.org/us/recipe-tests.git';
const every = (Object.keys(services) as Service[]).flatMap(service => (['exec', 'docker'] as Runner[]).map((runner): [Service, Runner] => [service, runner]));

interface Step { commands?: string[]; run?: string; environment?: Record<string, unknown>; env?: Record<string, unknown>; image?: string }
interface File { steps?: Step[]; jobs?: { test: { steps: Step[]; 'runs-on': string; container?: object } } }

function stepOf(text: string): Step {
  const file = parse(text) as File;
  const [step = {}, ...more] = file.steps ?? file.jobs?.test.steps ?? [];
  expect(more).toEqual([]);
  return step;
}

const commandsIn = (step: Step): string[] => step.commands ?? step.run?.trim().split('\n') ?? [];

describe.each(every)('%s, %s', (service, runner) => {
  const text = pipelineFile({ service, runner, tests, recipes: [], branch: 'main' });

  test('parses without a warning, and every command in it exists', () => {
    const { errors, warnings } = parseDocument(text, { strict: true, uniqueKeys: true });
    expect([...errors, ...warnings]).toEqual([]);
    const lines = commandsIn(stepOf(text));
    expect(lines).toEqual([`git clone --quiet --depth 1 -- ${tests} recipe-tests`, 'cd recipe-tests', 'npm ci', 'npx recipe-harness ci']);
    const program = new Command();
    addCi(program);
    expect(program.commands.map(command => command.name())).toContain(lines.at(-1)?.split(' ')[2]);
  });

  test('gives the step what it reads, the token out of the secrets, and a state that outlives it', () => {
    const step = stepOf(text);
    const env = step.environment ?? step.env ?? {};
    expect(Object.keys(env).filter(name => name !== 'HARNESS_FORGE_TOKEN' && !(name in environmentKeys))).toEqual([]);
    expect(JSON.stringify(env['HARNESS_FORGE_TOKEN'])).toMatch(/"from_secret":"forge_token"|secrets\.forge_token/);
    expect(env['RECIPE_HARNESS_STATE']).toBe('/var/lib/recipe-harness');
    if (runner === 'docker') expect(text).toContain('/var/lib/recipe-harness');
  });

  test('tells a newcomer about the token, forks, the state, Node, one build at a time, and what a cancelled one leaves', () => {
    const comments = text.split('\n').filter(line => /^\s*#/.test(line)).map(line => line.replace(/^\s*# /, '')).join(' ');
    for (const told of ['scopes read:user, write:issue and write:repository', 'Outlives a build', 'Node 22.19 or newer', 'One build of this repository at a time', 'recipe-harness-artefacts/<recipe>/']) {
      expect(comments).toContain(told);
    }
    expect(comments).toContain({ 'drone': 'let the same settings ignore forks', 'woodpecker': 'require approval for forks', 'gitea-actions': 'A pull request from a fork is not given it' }[service]);
    expect(comments).toContain(runner === 'docker' ? 'the next run removes what was left' : 'without any isolation');
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThan(160);
  });

  test('is begun by pushes and pull requests of the branch that is named, whatever its name', () => {
    const branch = 'a: [b] # "c" \\ ${d}';
    const file = pipelineFile({ service, runner, tests, recipes: [], branch });
    const values = JSON.stringify(parse(file)).split(JSON.stringify(branch)).length - 1;
    expect(values).toBe(service === 'gitea-actions' ? 2 : 1);
    expect(file.split('\n').filter(line => /^\s*#/.test(line))).toEqual(text.split('\n').filter(line => /^\s*#/.test(line)));
  });

  test("in the tests' own repository nothing is cloned but that, and recipes are named", () => {
    const lines = commandsIn(stepOf(pipelineFile({ service, runner, tests: undefined, recipes: ['ghost', 'kinto'], branch: 'main' })));
    expect(lines.slice(-2)).toEqual(['npm ci', 'npx recipe-harness ci ghost kinto']);
    expect(lines.join('\n')).not.toContain('git clone');
  });
});

test('the address of the tests is one word of the shell', () => {
  const [clone] = commandsIn(stepOf(pipelineFile({ service: 'drone', runner: 'exec', tests: "https://x/$(id)'; rm -rf .", recipes: [], branch: 'main' })));
  expect(clone).toBe(`git clone --quiet --depth 1 -- 'https://x/$(id)'\\''; rm -rf .' recipe-tests`);
});

describe('the command', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'drone-')); });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    vi.restoreAllMocks();
  });

  async function drone(...args: string[]): Promise<string> {
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation(text => { written.push(String(text)); return true; });
    const program = new Command().option('--root <folder>', '', folder).exitOverride();
    addDrone(program);
    await program.parseAsync(['drone', ...args], { from: 'user' });
    return written.join('');
  }

  test('prints, and writes where it is told to', async () => {
    const printed = await drone('--tests', tests, '--runner', 'docker');
    expect(parse(printed)).toMatchObject({ kind: 'pipeline', type: 'docker' });
    const file = join(folder, 'deep', '.drone.yml');
    expect(await drone('--tests', tests, '--runner', 'docker', '--write', file)).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe(printed);
  });

  test('writes over nothing unless it is told to', async () => {
    const file = join(folder, '.drone.yml');
    writeFileSync(file, 'mine');
    await expect(drone('--tests', tests, '--write', file)).rejects.toMatchObject({ code: 'ERR_FILE_EXISTS', fault: 'user' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await drone('--tests', tests, '--write', file, '--force');
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({ kind: 'pipeline' });
  });

  test('a project without origin is told to name one, and a recipe that is not there is no recipe', async () => {
    await expect(drone()).rejects.toMatchObject({ code: 'ERR_CI_TESTS', wayOut: expect.stringContaining('--tests <url>') as string });
    await expect(drone('gohst')).rejects.toMatchObject({ code: 'ERR_RECIPE_UNKNOWN' });
    expect(Object.values(usualPlace).filter(place => existsSync(join(folder, place)))).toEqual([]);
  });

  test('a password in the address is refused, and not repeated: the file is for everybody', async () => {
    const refused = drone('--tests', 'https://me:s3cr@et@git.example.org/t.git');
    await expect(refused).rejects.toMatchObject({ code: 'ERR_CI_TESTS', fault: 'user', shortMessage: expect.stringContaining('https://git.example.org/t.git') as string });
    await expect(refused).rejects.not.toThrow(/s3cr|et@/);
  });

  test.each([
    ['ssh://git@git.example.org:2222/us/t.git', 'ssh://git@git.example.org:2222/us/t.git'],
    ['git@git.example.org:us/t.git', 'git@git.example.org:us/t.git'],
    ['https://me:pass@git.example.org/us/t.git', 'https://git.example.org/us/t.git'],
  ])('of the origin %s, %s is cloned', async (origin, cloned) => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    execFileSync('git', ['remote', 'add', 'origin', origin], { cwd: folder });
    expect(commandsIn(stepOf(await drone()))[0]).toBe(`git clone --quiet --depth 1 -- ${cloned} recipe-tests`);
  });

  test('one service at a time', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(drone('--tests', tests, '--woodpecker', '--gitea-actions')).rejects.toMatchObject({ code: 'commander.conflictingOption' });
  });
});
