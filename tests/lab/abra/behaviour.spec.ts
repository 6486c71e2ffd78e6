/** How the lab's abra behaves where programs have been surprised by the real one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { Operator } from './operator.ts';

const test = base.extend<{ operator: Operator }>({
  operator: async ({}, use, info) => {
    const operator = await Operator.start(`beha-${info.workerIndex}${info.repeatEachIndex}`);
    await use(operator);
    operator.end();
  },
});

const fatal = (text: string): Record<string, unknown> => ({ status: 1, output: expect.stringContaining(`FATA ${text}`) });

test('without a terminal, tables and attached commands are refused on standard output', async ({ operator }) => {
  operator.piped(['app', 'new', 'scratch', '--domain', operator.domain, '--server', 'lab', '-n']);
  const refused = [
    ['recipe', 'lint', 'scratch', '-n'],
    ['recipe', 'versions', 'scratch'],
    ['app', 'ls'],
    ['app', 'ps', operator.domain],
    ['app', 'secret', 'ls', operator.domain],
    ['app', 'volume', 'ls', operator.domain],
    ['app', 'backup', 'create', operator.domain, '-n'],
    ['app', 'backup', 'snapshots', operator.domain, '-n'],
    ['app', 'restore', operator.domain, '-n'],
    ['app', 'run', operator.domain, 'app', '--', 'true'],
    ['app', 'logs', operator.domain],
    ['app', 'deploy', operator.domain, '-D', '-C'],
    ['server', 'ls'],
  ];
  operator.piped(['app', 'secret', 'generate', operator.domain, '--all', '-m']);
  for (const args of refused) {
    expect.soft(operator.piped(args), args.join(' ')).toMatchObject({ ...fatal('inappropriate ioctl for device\n'), stderr: '' });
  }
  expect(operator.piped(['server', 'ls', '-m']).output).toBe('[{"name":"lab","host":"local"}]\n');
});

test('app new moves the checkout to the newest release unless it is chaos', async ({ operator }) => {
  operator.git(operator.tree, 'checkout', '--quiet', '1.0.0+1.22.1');
  const old = operator.head();
  const chaos = await operator.abra(['app', 'new', 'scratch', '--chaos', '--domain', `x-${operator.domain}`, '--server', 'lab', '-n']);
  expect(chaos.status).toBe(0);
  expect(operator.head()).toBe(old);
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n']);
  expect(operator.head()).toBe(operator.git(operator.tree, 'rev-parse', '1.1.0+1.26.3^{commit}'));
  expect(operator.env()).toContain('TYPE=scratch:1.1.0+1.26.3\n');
  expect(await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n'])).toMatchObject({ status: 1, output: expect.stringContaining('already exists') });
});

test('a chaos deploy stamps the commit, with +U when anything is untracked; a plain one refuses', async ({ operator }) => {
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n']);
  await operator.abra(['app', 'secret', 'generate', operator.domain, '--all', '-m']);
  operator.git(operator.tree, 'commit', '--quiet', '--allow-empty', '--message', 'ahead of all tags');
  const short = operator.head().slice(0, 8);
  expect(await operator.abra(['app', 'deploy', operator.domain, '-n', '-C', '-D'])).toMatchObject({ status: 0 });
  expect(operator.labels()).toMatchObject({ chaos: 'true', 'chaos-version': short, version: '1.1.0+1.26.3' });

  writeFileSync(join(operator.tree, 'note.txt'), 'mine');
  expect(await operator.abra(['app', 'deploy', operator.domain, '-n', '-f', '-D'])).toMatchObject({ status: 1, output: expect.stringContaining('has locally unstaged changes') });
  expect(await operator.abra(['app', 'deploy', operator.domain, '-n', '-C', '-D', '-c'])).toMatchObject({ status: 0 });
  expect(operator.labels()['chaos-version']).toBe(`${short}+U`);
  expect(operator.env()).toContain(`TYPE=scratch:${short}+U\n`);

  // From here on every plain command wants back to a version that no commit has.
  expect(operator.piped(['app', 'ps', operator.domain, '-m'])).toMatchObject(fatal(`scratch (${operator.tree}) has locally unstaged changes`));
  operator.git(operator.tree, 'clean', '--force', '--quiet');
  expect(operator.piped(['app', 'ps', operator.domain, '-m'])).toMatchObject(fatal(`cannot redeploy previous chaos version (${short}+U)`));
  expect(operator.piped(['app', 'ps', operator.domain, '-m', '-C'])).toMatchObject({ status: 0 });
});

test('a lightweight tag breaks plain deploys; lint shows it and still ends with 0', async ({ operator }) => {
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n']);
  operator.git(operator.tree, 'tag', '1.2.0+1.26.3');
  expect(await operator.abra(['app', 'deploy', operator.domain, '-n', '-D'])).toMatchObject({
    status: 1, output: expect.stringContaining('R014: only annotated tags used for recipe version'),
  });
  const lint = await operator.abra(['recipe', 'lint', 'scratch', '-n']);
  expect(lint.status).toBe(0);
  expect(lint.output).toMatch(/┃ R014 ┃ only annotated tags used for recipe version ┃ error +┃ ❌/);
  expect(lint.output.match(/^┃ R0\d\d /gm)).toHaveLength(16);
  expect(lint.output).toContain('WARN critical errors present');
});

test('a templated duration is refused before its variable is in', async ({ operator }) => {
  const path = join(operator.tree, 'compose.yml');
  const text = operator.git(operator.tree, 'show', 'HEAD:compose.yml').replace('interval: 1s', 'interval: "${INTERVAL:-1s}"');
  writeFileSync(path, text);
  expect(await operator.abra(['app', 'new', 'scratch', '--chaos', '-D', operator.domain, '-s', 'lab', '-n'])).toMatchObject(
    fatal("services.app.healthcheck.interval Does not match format 'duration'"),
  );
  expect(() => operator.env()).toThrow('ENOENT');
});

test('a failing command in a container is status 1, whatever its own', async ({ operator }) => {
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n', '-S']);
  await operator.abra(['app', 'deploy', operator.domain, '-n', '-D']);
  expect(await operator.abra(['app', 'run', operator.domain, 'app', '--', 'sh', '-c', 'exit 7'])).toMatchObject(fatal('exit status 7'));
  expect(await operator.abra(['app', 'run', operator.domain, 'app', 'id'])).toMatchObject({ status: 0, output: expect.stringContaining('uid=0(root)') });
  expect(operator.piped(['app', 'run', '-t', operator.domain, 'app', '--', 'cat', '/run/secrets/token']).output).toMatch(/^\w{24}$/);
  expect(await operator.abra(['app', 'run', operator.domain, 'web', '--', 'true'])).toMatchObject({ status: 1 });
});

test('a task that cannot start fails the deploy, and the stack stays', async ({ operator }) => {
  await operator.abra(['app', 'new', 'scratch', '-D', operator.domain, '-s', 'lab', '-n', '-S']);
  const path = join(operator.tree, 'compose.yml');
  writeFileSync(path, operator.git(operator.tree, 'show', 'HEAD:compose.yml').replace(/lab\/nginx:\S+/, 'lab/none:1.0.0'));
  const deploy = await operator.abra(['app', 'deploy', operator.domain, '-n', '-C', '-D']);
  expect(deploy).toMatchObject(fatal('deploy failed'));
  expect(deploy.output).toContain('No such image');
  expect(operator.labels()['chaos']).toBe('true');
});

test('questions are asked in a terminal, and no is an answer', async ({ operator }) => {
  expect(await operator.abra(['app', 'new', 'scratch', '-s', 'lab'], `${operator.domain}\r`)).toMatchObject({ status: 0 });
  await operator.abra(['app', 'secret', 'generate', operator.domain, '-a']);
  expect(await operator.abra(['app', 'deploy', operator.domain, '-D'], 'n\r')).toMatchObject(fatal('aborting as requested'));
  expect(await operator.abra(['app', 'deploy', operator.domain, '-D'], 'y\r')).toMatchObject({ status: 0 });
});

test('what the lab does not do it refuses by name', async ({ operator }) => {
  expect(operator.piped(['recipe', 'release', 'scratch', '--minor'])).toMatchObject(fatal('the lab\'s abra does not do "abra recipe release"'));
  expect(operator.piped(['app', 'move', 'x'])).toMatchObject(fatal('the lab\'s abra does not do "abra app move"'));
  expect(operator.piped(['--version'])).toMatchObject({ status: 0, output: 'abra version 0.13.0-beta-lab\n' });
});

test('a secret is inserted once, from a file too, and removed', async ({ operator }) => {
  const { domain, stack } = operator;
  await operator.abra(['app', 'new', 'scratch', '-D', domain, '-s', 'lab', '-n']);
  writeFileSync(join(operator.home, 'value'), 'from a file\n');
  expect(operator.piped(['app', 'secret', 'insert', domain, 'token', 'v1', join(operator.home, 'value'), '-f', '-t'])).toMatchObject({ status: 0 });
  expect(operator.piped(['app', 'secret', 'insert', domain, 'token', 'v1', 'again'])).toMatchObject(fatal(`rpc error: code = AlreadyExists desc = secret ${stack}_token_v1 already exists`));
  const list = JSON.parse(operator.piped(['app', 'secret', 'ls', domain, '-m']).output) as unknown;
  expect(list).toEqual([{ name: 'token', version: 'v1', 'generated name': `${stack}_token_v1`, 'created on server': 'true' }]);
  expect(operator.piped(['app', 'secret', 'insert', domain, 'token', 'v'.repeat(64), 'x'])).toMatchObject({ status: 1, output: expect.stringContaining('is too long (> 64 chars') });
  expect(operator.piped(['app', 'secret', 'rm', domain, 'token', '-n'])).toMatchObject({ status: 0 });
  expect(operator.leftovers()).toEqual([]);
});
