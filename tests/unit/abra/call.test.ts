import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Abra } from '../../../harness/abra/abra.ts';
import { startTimeOf, type Child } from '../../../harness/abra/child.ts';
import { deadlineFor } from '../../../harness/abra/deadlines.ts';
import { tellable } from '../../../harness/abra/terminal-text.ts';
import { failureOf, fakeAbra, told } from './fixtures/fake-abra.ts';

const deploy = ['app', 'deploy', 'a.lab.test', '--no-input', '--offline', '--chaos', '--no-converge-checks', '--no-domain-checks'];

describe('a call', () => {
  test('has a wide terminal, its ABRA_DIR, and no colours', async () => {
    const { abra, folder } = fakeAbra([{ args: ['x'], do: '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo tty; stty size; echo "$ABRA_DIR|$DOCKER_CONFIG|$TERM"' }], { dockerConfig: '/dc' });
    const { output, exitCode } = await abra.run(['x']);
    const [tty, size = '', env] = output.split('\n');
    expect([tty, env, exitCode]).toEqual(['tty', `${folder}|/dc|dumb`, 0]);
    expect(Number(size.split(' ')[1])).toBeGreaterThanOrEqual(200);
  });

  test('has no token of the environment', async () => {
    const environment = { GITEA_TOKEN: 'gta-0123456789', DOCKER_AUTH_CONFIG: '{}', DRONE_BRANCH: 'main' };
    const { abra, folder } = fakeAbra([{ args: ['x'], do: 'echo "$GITEA_TOKEN|$DOCKER_AUTH_CONFIG|$DRONE_BRANCH"' }]);
    const own = new Abra({ ...abra.options, env: { PATH: process.env['PATH'], FAKE_ABRA: folder, ...environment } });
    expect((await own.run(['x'])).output.split('\n')).toContain('||main');
  });

  test('is told live, each line once, without escape sequences, and attached whole', async () => {
    const progress = told();
    const redrawn = '\u001b[1;31mINFO\u001b[0m waiting\r\n\u001b[1A\u001b[2Kapp starting\n\u001b[1Aapp starting\n\u001b[1Aapp healthy\n';
    const { abra } = fakeAbra([{ args: deploy, output: redrawn }]);
    await abra.app.deploy('a.lab.test', { chaos: true }, progress);
    expect(progress.steps).toEqual([`abra ${deploy.join(' ')}`]);
    expect(progress.notes).toEqual(['INFO waiting', 'app starting', 'app healthy']);
    expect(progress.attached).toHaveLength(1);
    expect(progress.attached[0]?.[1]).toContain('app starting\napp starting\napp healthy');
  });

  test('masks secrets in steps, notes, attachments and errors, not in what it returns', async () => {
    const progress = told();
    const { abra } = fakeAbra([{ args: ['say', 'hunter2'], output: 'FATA hunter2\n', status: 1 }], { secrets: text => text.replaceAll('hunter2', '***') });
    expect((await abra.run(['say', 'hunter2'], {}, progress)).output).toContain('hunter2');
    expect(JSON.stringify([progress.steps, progress.notes, progress.attached])).not.toContain('hunter2');
    const failing = fakeAbra([{ args: [...deploy.slice(0, 5), ...deploy.slice(6)], output: 'FATA hunter2\n', status: 1 }], { secrets: text => text.replaceAll('hunter2', '***') });
    const error = await failureOf(failing.abra.app.deploy('a.lab.test'));
    expect(error.message).toContain('***');
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  test.each([
    "FATA this is a fault of the lab's abra: TypeError: x is undefined\n    at deploy (deploy.ts:1:1)\n",
    'FATA The engine does not answer. [ERR_LAB_ENGINE]\nWay out: run `npm run lab:down`.\n',
  ])("is not the recipe's fault where the lab's command tells its own: %j", async output => {
    const { abra } = fakeAbra([{ args: deploy, output, status: 1 }]);
    expect(await failureOf(abra.app.deploy('a.lab.test', { chaos: true }))).toMatchObject({ code: 'ERR_ABRA_FAILED', fault: 'environment' });
  });

  test('reports its child before anything happens, and its end', async () => {
    const events: string[] = [];
    let child: Child | undefined;
    const { abra, folder } = fakeAbra([{ args: ['x'] }], {
      onChild: given => {
        child = given;
        events.push(existsSync(join(folder, '1.got')) ? 'too late' : 'recorded', startTimeOf(given.pid) === given.startTime ? 'alive' : 'dead');
        return () => { events.push('ended'); };
      },
    });
    await abra.run(['x']);
    expect(events).toEqual(['recorded', 'alive', 'ended']);
    expect(child?.what).toBe('abra x');
    expect(existsSync(join(folder, '1.got'))).toBe(true);
  });

  test('does nothing when its child cannot be recorded', async () => {
    const { abra, folder } = fakeAbra([{ args: ['x'] }], { onChild: () => { throw new Error('disk full'); } });
    await expect(abra.run(['x'])).rejects.toThrow('disk full');
    expect(existsSync(join(folder, 'count'))).toBe(false);
  });

  test('that overruns its deadline is stopped, and tells command, seconds and last lines', async () => {
    const progress = told();
    const { abra, folder } = fakeAbra([{ args: deploy, do: 'echo "INFO proceed?"; echo $$ > "$FAKE_ABRA/pid"; read answer' }]);
    const error = await failureOf(abra.app.deploy('a.lab.test', { chaos: true, deadlineSeconds: 0.3 }, progress));
    expect(error).toMatchObject({ code: 'ERR_ABRA_TIMEOUT', fault: 'environment', tail: 'INFO proceed?', command: `abra ${deploy.join(' ')}` });
    expect(error.shortMessage).toMatch(/did not end within 0\.3 s and was stopped: it ran since \d\d:\d\d:\d\d UTC, and (said nothing|was silent since \d\d:\d\d:\d\d UTC)\./);
    expect(progress.attached).toHaveLength(1);
    expect(startTimeOf(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBeUndefined();
  });

  test('is called off by its signal, before and while it runs', async () => {
    const controller = new AbortController();
    const { abra } = fakeAbra([{ args: ['x'], do: 'echo started; read answer' }]);
    const running = abra.run(['x'], { signal: controller.signal }, { ...told(), note: () => { controller.abort(); } });
    expect(await failureOf(running)).toMatchObject({ code: 'ERR_ABRA_ABORTED', tail: 'started' });
    expect(await failureOf(abra.run(['x'], { signal: controller.signal }))).toMatchObject({ code: 'ERR_ABRA_ABORTED', status: -1 });
  });

  test.each([
    ['FATA deploy failed', 1, 'recipe', 'deploy failed'],
    ['FATA toomanyrequests: You have reached your pull rate limit', 1, 'environment', 'toomanyrequests'],
    ['FATA Cannot connect to the Docker daemon at unix:///x', 1, 'environment', 'Cannot connect'],
    ["FATA services.app.healthcheck.start_period Does not match format 'duration'", 1, 'recipe', 'start_period'],
    ['FATA secret not generated: db_password', 1, 'recipe', 'secret not generated'],
    ['FATA inappropriate ioctl for device', 1, 'harness', 'ioctl'],
    ['something else', 3, 'recipe', 'status 3'],
    ['FATA ended well all the same', 0, 'recipe', 'ended well'],
  ])('that says %j with status %d is the fault of: %s', async (output, status, fault, message) => {
    const { abra } = fakeAbra([{ args: deploy, output: `INFO first\n${output}\n`, status }]);
    const error = await failureOf(abra.app.deploy('a.lab.test', { chaos: true }));
    expect(error).toMatchObject({ code: 'ERR_ABRA_FAILED', fault, status });
    expect(error.shortMessage).toContain(message);
    expect(error.tail).toContain('INFO first');
  });

  test('of a command that is not there is the user\'s mistake', async () => {
    const { abra } = fakeAbra([], { command: '/no/such/abra' });
    expect(await failureOf(abra.version())).toMatchObject({ code: 'ERR_ABRA_MISSING', fault: 'user' });
  });
});

test.each([
  ['{"level":"INFO","message":"Backup these paths: /a"}', 'Backup these paths: /a'],
  ['{"app":{"service":"app"}}', undefined],
  ['[{"name":"lab"}]', undefined],
  ['[2026-11-01] not JSON [at all]', '[2026-11-01] not JSON [at all]'],
  ['┏━━━━┳━━┓', undefined],
  ['┃ R001 ┃ ✅ ┃', '┃ R001 ┃ ✅ ┃'],
  ['   ', undefined],
  ['  INFO indented', '  INFO indented'],
])('of %j is told: %j', (line, result) => {
  expect(tellable(line)).toBe(result);
});

test('deadlines follow the command, wherever its flags stand', () => {
  expect([['app', 'backup', 'create', 'x'], ['-n', 'app', 'deploy', 'x'], ['app', 'ps', 'x'], ['--version'], ['catalogue', 'sync']].map(deadlineFor))
    .toEqual([1800, 300, 120, 30, 120]);
});
