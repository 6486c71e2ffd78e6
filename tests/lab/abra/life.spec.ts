/** One app from `app new` to `app remove`, by the lab's abra on a real swarm. */
import { expect, test as base } from '@playwright/test';
import { Operator } from './operator.ts';

const test = base.extend<{ operator: Operator }>({
  operator: async ({}, use, info) => {
    const operator = await Operator.start(`life-${info.workerIndex}${info.repeatEachIndex}`);
    await use(operator);
    operator.end();
  },
});

test('an app lives: new, secrets, deploy, upgrade, rollback, undeploy, volume rm, remove', async ({ operator }) => {
  const { domain, stack } = operator;
  const say = async (...args: string[]): Promise<string> => {
    const { output, status } = await operator.abra(args);
    expect(status, output).toBe(0);
    return output;
  };

  await test.step('new records the release that it checked out', async () => {
    await say('app', 'new', 'scratch', '1.0.0+1.22.1', '--domain', domain, '--server', 'lab', '-n');
    expect(operator.env()).toContain('TYPE=scratch:1.0.0+1.22.1\n');
    expect(operator.env()).toContain(`DOMAIN=${domain}\n`);
    expect(operator.head()).toBe(operator.git(operator.tree, 'rev-parse', '1.0.0+1.22.1^{commit}'));
  });

  await test.step('deploy waits for its secrets, and then converges', async () => {
    const refused = await operator.abra(['app', 'deploy', domain, '-n', '-D']);
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining('FATA secret not generated: token') });
    const made = JSON.parse(await say('app', 'secret', 'generate', domain, '--all', '-m', '-n')) as { name: string; value: string }[];
    expect(made).toEqual([{ name: 'token', value: expect.stringMatching(/^[A-Za-z0-9]{24}$/) }]);
    expect(await say('app', 'deploy', domain, '-n', '-D')).toContain('deploy succeeded');
    expect(operator.labels()).toMatchObject({ recipe: 'scratch', chaos: 'false', version: '1.0.0+1.22.1', timeout: '60' });
    expect(await say('app', 'run', domain, 'app', '--', 'cat', '/usr/share/nginx/html/index.html')).toContain(`from ${domain} v1`);
  });

  await test.step('what is deployed is seen by ps and ls, and not deployed twice', async () => {
    const ps = JSON.parse(operator.piped(['app', 'ps', domain, '-m']).output) as Record<string, Record<string, string>>;
    expect(Object.values(ps)).toMatchObject([{ service: 'app', chaos: 'false', version: '1.0.0+1.22.1', state: 'running', image: 'lab/nginx:1.22.1' }]);
    const ls = JSON.parse(operator.piped(['app', 'ls', '-S', '-m']).output) as { lab: { apps: unknown[]; upgradeCount: number } };
    expect(ls.lab).toMatchObject({ appCount: 1, upgradeCount: 1, apps: [{ appName: domain, status: 'deployed', upgrade: '1.1.0+1.26.3' }] });
    const again = await operator.abra(['app', 'deploy', domain, '-n', '-D']);
    expect(again).toMatchObject({ status: 1, output: expect.stringContaining(`FATA ${domain} is already deployed`) });
    for (const args of [['app', 'remove', domain, '-n'], ['app', 'volume', 'rm', domain, '-n']]) {
      expect(await operator.abra(args)).toMatchObject({ status: 1, output: expect.stringContaining('is still deployed') });
    }
  });

  await test.step('upgrade and rollback move the release, its labels and the .env', async () => {
    expect(await say('app', 'upgrade', domain, '-n', '-D')).toContain('deploy succeeded');
    expect(operator.labels()['version']).toBe('1.1.0+1.26.3');
    expect(operator.env()).toContain('TYPE=scratch:1.1.0+1.26.3\n');
    expect(await say('app', 'run', domain, 'app', '--', 'cat', '/usr/share/nginx/html/index.html')).toContain('v2');
    expect(await say('app', 'upgrade', domain, '-n', '-D')).toContain('no available upgrades');
    expect(await say('app', 'rollback', domain, '-n', '-D')).toContain('deploy succeeded');
    expect(operator.labels()['version']).toBe('1.0.0+1.22.1');
  });

  await test.step('the functions of abra.sh run inside and here', async () => {
    expect(await say('app', 'cmd', 'ls', domain)).toContain('greet');
    expect(await say('app', 'cmd', domain, 'app', 'greet', 'you')).toContain(`${stack} greets you`);
    expect(operator.piped(['app', 'cmd', '--local', domain, 'greet', 'me']).output).toBe(`${stack} greets me\n`);
  });

  await test.step('undeploy keeps volume and secret, remove leaves nothing', async () => {
    await say('app', 'undeploy', domain, '-n');
    expect(await operator.abra(['app', 'undeploy', domain, '-n'])).toMatchObject({ status: 1, output: expect.stringContaining('is not deployed?') });
    expect(operator.docker('secret', 'ls', '--format', '{{.Name}}')).toContain(`${stack}_token_v1`);
    expect(operator.docker('volume', 'ls', '--quiet')).toContain(`${stack}_content`);
    expect(await say('app', 'volume', 'rm', domain, '-n')).toContain('1 volumes removed');
    await say('app', 'remove', domain, '-n');
    expect(() => operator.env()).toThrow('ENOENT');
    await expect.poll(() => operator.leftovers(), { timeout: 20_000 }).toEqual([]);
  });
});
