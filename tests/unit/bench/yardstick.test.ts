/** Given the script beside which the harness is measured, when it is called, then it takes what the bench gives it and refuses the rest. */
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { yardstickArguments, yardstickEnvironment, type YardstickCall } from '../../../bench/yardstick.ts';

const script = join(import.meta.dirname, '../../../bench/yardstick.sh');
const target = {
  abra: '/lab/bin/abra', server: 'lab', docker: 'unix:///lab/docker.sock', zone: 'lab.test', address: '10.0.0.2', ca: '/lab/ca.pem', docker_config: '/lab/docker', pull: 'missing',
} as const;

const calls: YardstickCall[] = [
  { deed: 'life', repository: '/sources/x', recipe: 'x', base: '1.0.0+1', domain: 'x.lab.test' },
  { deed: 'up', stack: 'x' }, { deed: 'teardown', domain: 'x.lab.test' }, { deed: 'requests', domain: 'x.lab.test', count: 7 },
];

test.each(calls)('$deed is called with as many words as the script wants', async call => {
  const words = yardstickArguments(call);
  expect(words.length).toBe(Object.keys(call).length);
  const { stdout } = await execa('grep', ['-c', `^  ${call.deed}:${words.length})`, script]);
  expect(stdout).toBe('1');
});

test.each([[[]], [['live']], [['teardown']], [['life', 'x']]])('it refuses %j with its usage', async words => {
  const { exitCode, stderr } = await execa(script, words, { reject: false });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('yardstick.sh teardown <domain>');
});

test('it gets the same abra, engine and address as the harness', () => {
  expect(yardstickEnvironment(target, '/abra')).toEqual({
    ABRA: '/lab/bin/abra', ABRA_DIR: '/abra', SERVER: 'lab', DOCKER_HOST: 'unix:///lab/docker.sock', CA: '/lab/ca.pem', ADDRESS: '10.0.0.2', DOCKER: '/usr/bin/docker', DOCKER_CONFIG: '/lab/docker',
  });
});

test('a target whose address must be guessed is refused', () => {
  const { address: _address, ...rest } = target;
  expect(() => yardstickEnvironment(rest, '/abra')).toThrow('measure on the lab');
});
