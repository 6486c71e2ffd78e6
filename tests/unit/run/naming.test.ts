/** Names of one run's apps. */
import { describe, expect, test } from 'vitest';
import { appName, hostName, isRunId, newRunId, requireNamesFit, stackName } from '../../../harness/run/naming.ts';

describe('names of apps', () => {
  test('are four letters of the recipe and six hex, under the zone', () => {
    expect(appName('a1b2c3', 'custom-html', 'lab.test')).toMatch(/^cust-[0-9a-f]{6}\.lab\.test$/);
  });

  test('differ between recipes of one run and between runs of one recipe', () => {
    const names = [['a1b2c3', 'custom-html'], ['a1b2c3', 'custom-html-tiny'], ['a1b2c4', 'custom-html']].map(([run, recipe]) => appName(run!, recipe!, 'z'));
    expect(new Set(names).size).toBe(3);
  });

  test('are the same each time they are asked for', () => {
    expect(appName('a1b2c3', 'ghost', 'z')).toBe(appName('a1b2c3', 'ghost', 'z'));
  });

  test('have no doubled hyphen where the recipe has one as its third or fourth letter', () => {
    expect(appName('a1b2c3', 'n8n-x', 'z')).toMatch(/^n8n-[0-9a-f]{6}\.z$/);
    expect(appName('a1b2c3', 'ab-cd', 'z')).toMatch(/^ab-c-[0-9a-f]{6}\.z$/);
  });

  test('of further hosts are siblings, one label deep', () => {
    const app = appName('a1b2c3', 'cryptpad', 'lab.test');
    expect(hostName('a1b2c3', 'cryptpad', 'sandbox', 'lab.test')).toBe(app.replace('.lab.test', '-sandbox.lab.test'));
  });

  test('become stacks as abra makes them: dots to underscores, hyphens kept', () => {
    expect(stackName('cust-a1b2c3.lab.test')).toBe('cust-a1b2c3_lab_test');
  });
});

test('run ids are six hex', () => {
  expect(isRunId(newRunId())).toBe(true);
  expect(['A1B2C3', 'a1b2c', '../etc', 'a1b2c3d'].map(isRunId)).toEqual([false, false, false, false]);
});

describe('the 64 characters of swarm', () => {
  const fits = `stack_${'x'.repeat(58)}`;

  test('are allowed', () => {
    expect(() => requireNamesFit([fits], { recipe: 'ghost', zone: 'z' })).not.toThrow();
    expect(() => requireNamesFit([], { recipe: 'ghost', zone: 'z' })).not.toThrow();
  });

  test('exceeded, are told with the name and by how much', () => {
    expect(() => requireNamesFit(['short', `${fits}yz`], { recipe: 'ghost', zone: 'example.org' }))
      .toThrow(expect.objectContaining({ code: 'ERR_NAME_TOO_LONG', fault: 'user', wayOut: expect.stringContaining('2 characters shorter') }));
  });
});
