/** Given a mistake in what a run is told, when it starts, then it ends before anything is deployed, with one message and no trace. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { execa } from 'execa';
import { appName, stackName } from '../../../harness/run/naming.ts';
import { leftovers } from '../../../harness/swarm/leftovers.ts';
import { labEngine, labTarget } from '../lab.ts';
import { runSuite, type SuiteOptions, type SuiteRun } from '../suite/run-suite.ts';
import { type Files, ThrowawayProject } from './throwaway-project.ts';

const catalogue = '[source]\ncatalogue = "custom-html"\n';

/** One message: its words once, a way out, nobody's stack; and nothing of the recipe on the server. */
async function expectOneMessage(run: SuiteRun, { exitCode, message, wayOut }: { exitCode: number; message: RegExp; wayOut: RegExp }): Promise<void> {
  expect(run.output).toMatch(message);
  expect(run.output.match(new RegExp(message, 'g')), `told once:\n${run.output}`).toHaveLength(1);
  expect(run.output).toMatch(wayOut);
  expect(run.output).not.toMatch(/^\s+at .+:\d+/m);
  expect(run.output).not.toContain('[cause]');
  expect(run.exitCode, run.output).toBe(exitCode);
  expect(run.tests.filter(each => each.status !== 'skipped')).toEqual([]);
  expect(run.output).not.toContain('abra app new');
  // Where the run got so far as to have an id; a neighbour's apps are no matter of this one.
  const id = /\brun ([0-9a-f]{6}), its files in /.exec(run.output)?.[1];
  if (id === undefined) return;
  const engine = await labEngine();
  const left = await leftovers(engine, stackName(appName(id, 'custom-html', labTarget().zone)));
  engine.close();
  expect(left).toEqual([]);
}

interface Case {
  title: string;
  files?: Files;
  project?: string;
  exitCode?: number;
  message: RegExp;
  wayOut: RegExp;
}

const recipeFile: Case[] = [
  { title: 'an unknown recipe', project: 'custom-htm', message: /there is no recipe "custom-htm"\. \[ERR_RECIPE_UNKNOWN/, wayOut: /Did you mean custom-html\?/ },
  {
    title: 'a misspelt key', files: { 'recipes/custom-html.toml': `memroy = "64M"\nmemory = "64M"\n${catalogue}` },
    message: /recipes\/custom-html\.toml:1: "memroy" is not a known key/, wayOut: /Write "memory" instead of "memroy"/,
  },
  {
    title: 'an ill-typed key', files: { 'recipes/custom-html.toml': `memory = "64M"\n${catalogue}[health]\nstatus = "200"\n` },
    message: /recipes\/custom-html\.toml:5: "health\.status" = "200": must be a list/, wayOut: /Way out: Mend "health\.status"/,
  },
  {
    title: 'what is no TOML', files: { 'recipes/custom-html.toml': `memory = 64M\n${catalogue}` },
    message: /recipes\/custom-html\.toml:1: this is not TOML/, wayOut: /Way out: Mend line 1/,
  },
  {
    title: 'a host that does not exist', files: { 'recipes/custom-html.toml': `memory = "64M"\n${catalogue}[hosts]\nsandbox = "SANDBOX_DOMAIN"\n[env]\nOTHER = "https://{hosts.sandbx}"\n` },
    message: /recipes\/custom-html\.toml: env\.OTHER = "https:\/\/\{hosts\.sandbx\}" refers to \{hosts\.sandbx\}, which is no host/, wayOut: /Use one of: \{hosts\.sandbox\}/,
  },
  {
    title: 'a secret from a variable that is not set', files: { 'recipes/custom-html.toml': `memory = "64M"\n${catalogue}[secrets]\ntoken = "env:NO_SUCH_VARIABLE"\n` },
    message: /recipes\/custom-html\.toml: secrets\.token = "env:NO_SUCH_VARIABLE": the environment variable NO_SUCH_VARIABLE is not set\. \[ERR_SECRET_MISSING/, wayOut: /Set NO_SUCH_VARIABLE to the value of that secret/,
  },
  {
    title: 'a value for a secret that the recipe does not have', files: { 'recipes/custom-html.toml': `memory = "64M"\n${catalogue}[secrets]\ntoken = "x"\n` },
    message: /recipes\/custom-html\.toml: secrets\.token: no service of the recipe uses a secret of that name\. \[ERR_SECRET_UNKNOWN/, wayOut: /Remove it; the recipe has no secrets/,
  },
  {
    title: 'an overlay that throws when it is imported', files: { 'overlays/custom-html/overlay.ts': "throw new Error('boom');\n" },
    message: /overlays\/custom-html\/overlay\.ts throws when it is imported\. \[ERR_OVERLAY_IMPORT[\s\S]*boom/, wayOut: /Way out: Mend the overlay/,
  },
  {
    title: 'a spec that throws when it is loaded', files: { 'overlays/custom-html/functional/a.spec.ts': "throw new Error('boom');\n" },
    message: /overlays\/custom-html\/functional\/a\.spec\.ts: boom \[ERR_SPEC_BROKEN/, wayOut: /Way out: Mend that file; nothing was deployed/,
  },
];

for (const { title, files, project = 'custom-html', exitCode = 2, message, wayOut } of recipeFile) {
  test(title, async () => {
    using own = new ThrowawayProject(files);
    await expectOneMessage(await runSuite([`--project=${project}`], { root: own.root, reporter: undefined }), { exitCode, message, wayOut });
  });
}

/** A recipe of one's own whose .env.sample does not give what its compose file wants. */
async function recipeThatWants(own: ThrowawayProject, compose: string, sample: string): Promise<void> {
  const source = join(own.root, 'source');
  own.write('source/compose.yml', `version: "3.8"\nservices:\n  app:\n    image: lab/nginx:1.26.3\n${compose}`);
  own.write('source/.env.sample', `TYPE=custom-html\nDOMAIN=custom-html.example.com\n${sample}`);
  const git = (...args: string[]) => execa('git', ['-C', source, '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args]);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=x');
  own.write('recipes/custom-html.toml', `memory = "64M"\n[source]\npath = "${source}"\n`);
}

test('a value that the compose file insists on and nobody gives', async () => {
  using own = new ThrowawayProject();
  await recipeThatWants(own, '    environment:\n      - TOKEN=${TOKEN:?ask the operator}\n', '');
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root }), {
    exitCode: 2, message: /recipes\/custom-html\.toml: TOKEN has no value, and the compose file insists on one: ask the operator\. \[ERR_ENV_MISSING/, wayOut: /Set TOKEN in \[env\] of that file/,
  });
});

test('a secret that only a person can give and nobody gives', async () => {
  using own = new ThrowawayProject();
  await recipeThatWants(own, '    secrets:\n      - token\nsecrets:\n  token:\n    external: true\n    name: ${STACK_NAME}_token_${SECRET_TOKEN_VERSION}\n', 'SECRET_TOKEN_VERSION=v1 # generate=false\n');
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root }), {
    exitCode: 2, message: /recipes\/custom-html\.toml: secrets has no token, and the recipe leaves its value to a person \(generate=false in \.env\.sample\)\. \[ERR_SECRET_MISSING/, wayOut: /Give token = .* under \[secrets\] of that file/,
  });
});

test('a ref that does not exist', async () => {
  using own = new ThrowawayProject();
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root, env: { HARNESS_REF: 'no-such-branch' } }), {
    exitCode: 2, message: /custom-html has no branch, tag or commit "no-such-branch"\. \[ERR_REF_UNKNOWN/, wayOut: /Way out: Name one of: main, /,
  });
});

test('an environment variable with an impossible value', async () => {
  using own = new ThrowawayProject();
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root, env: { HARNESS_KEEP: 'maybe' } }), {
    exitCode: 2, message: /environment: HARNESS_KEEP="maybe" is neither 1 nor 0/, wayOut: /Set HARNESS_KEEP=1, or unset it/,
  });
});

/** A server as a person would write it down: the lab's, but for what the test changes. */
function server(changes: Record<string, string>): string {
  const { abra, docker, zone } = labTarget();
  const { docker_config = '' } = labTarget();
  return ['[target]', ...Object.entries({ abra, server: 'lab', docker, zone, docker_config, ...changes }).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)].join('\n');
}

const target: (Omit<Case, 'files'> & { changes: Record<string, string> })[] = [
  { title: 'no Docker', changes: { docker: 'unix:///nowhere/docker.sock' }, exitCode: 3, message: /The engine at unix:\/\/\/nowhere\/docker\.sock does not answer\. \[ERR_ENGINE_UNREACHABLE/, wayOut: /Start the engine, or correct docker under \[target\]/ },
  { title: 'an ssh server that nobody reaches', changes: { docker: 'ssh://me@127.0.0.1:1' }, exitCode: 3, message: /The engine at ssh:\/\/me@127\.0\.0\.1:1 does not answer\./, wayOut: /docker version"; it must work without a question/ },
  { title: 'a zone that does not resolve', changes: { zone: 'nowhere.invalid' }, exitCode: 2, message: /harness\.toml: target\.zone = "nowhere\.invalid": the name cust-[0-9a-f]{6}\.nowhere\.invalid does not resolve/, wayOut: /Add the DNS record \*\.nowhere\.invalid/ },
  { title: 'no abra', changes: { abra: '/nowhere/abra' }, exitCode: 2, message: /The command "\/nowhere\/abra" cannot be run\. \[ERR_ABRA_MISSING/, wayOut: /Install abra, or correct `abra`/ },
];

for (const { title, changes, exitCode = 2, message, wayOut } of target) {
  test(title, async () => {
    using own = new ThrowawayProject({ 'harness.toml': server(changes) });
    await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root }), { exitCode, message, wayOut });
  });
}

test('an abra that is too old', async () => {
  using own = new ThrowawayProject();
  const abra = own.write('old-abra', '#!/bin/sh\necho "abra version 0.8.1-beta-abcdef0"\n', 0o755);
  own.write('harness.toml', server({ abra, zone: 'localhost' }));
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root }), {
    exitCode: 2, message: /old-abra is abra 0\.8\.1-beta-abcdef0; recipe-harness needs 0\.10\.0 or newer\. \[ERR_ABRA_TOO_OLD/, wayOut: /Run `abra upgrade`/,
  });
});

/** Debian's machine has it; npm brings it to any other. */
async function oldNode(folder: string): Promise<string> {
  const system = '/usr/bin/node';
  if (existsSync(system) && (await execa(system, ['--version'])).stdout.startsWith('v20.')) return system;
  await execa('npm', ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', folder, 'node@20'], { stdin: 'ignore' });
  return join(folder, 'node_modules', 'node', 'bin', 'node');
}

test('a Node that is too old', async ({}, info) => {
  const node = await oldNode(info.outputDir);
  using own = new ThrowawayProject();
  await expectOneMessage(await runSuite(['--project=custom-html'], { root: own.root, node }), {
    exitCode: 2, message: /Node 20\.\d+\.\d+ is too old: recipe-harness needs 22\.19 or newer/, wayOut: /Install a newer Node/,
  });
});

/** A lab of its own, which must not come up. */
const ownLab = (own: ThrowawayProject): SuiteOptions => ({ root: own.root, env: { RECIPE_HARNESS_STATE: join(own.root, 'state'), LAB_STATE: '', LAB_TARGET: '' } });

test('not root, and no server named', async () => {
  const nobody = 65_534;
  using own = new ThrowawayProject();
  own.giveTo(nobody);
  const run = await runSuite(['--project=custom-html'], {
    ...ownLab(own), env: { ...ownLab(own).env, HOME: own.root }, as: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'],
  });
  await expectOneMessage(run, { exitCode: 3, message: /The lab needs root: .* \[ERR_LAB_NEEDS_ROOT, /, wayOut: /run it as root, or name a server under \[target\] in harness\.toml/ });
});

test('an address range that is taken', async () => {
  using own = new ThrowawayProject();
  const script = 'ip link set lo up; ip link add some type veth peer name other; ip link set some up; ip route add 198.18.0.0/15 dev some; exec "$@"';
  const run = await runSuite(['--project=custom-html'], { ...ownLab(own), as: ['unshare', '--net', 'sh', '-c', script, 'sh'] });
  await expectOneMessage(run, { exitCode: 3, message: /198\.18\.0\.0\/15 by some\. \[ERR_LAB_RANGE_TAKEN, /, wayOut: /Way out: .*harness\.toml/ });
});
