/** The level of a recipe: the highest rung that holds, and never more. */
import { describe, expect, test } from 'vitest';
import { levelOf } from '../../../../harness/report/level/level.ts';
import { meaningOf, rungNames, type Rung, type RungStatus } from '../../../../harness/report/level/rungs.ts';

const rung = (name: Rung['name'], status: RungStatus = 'pass', more: Partial<Rung> = {}): Rung => ({ name, status, reason: status === 'pass' ? '' : `why ${name}`, ...more });
const all = (changes: Partial<Record<Rung['name'], RungStatus>> = {}): Rung[] => rungNames.map(name => rung(name, changes[name]));

test('all seven make level 7, with nothing that holds it', () => {
  expect(levelOf(all())).toMatchObject({ level: 7, heldBy: null });
});

describe.each<RungStatus>(['fail', 'unverified', 'declared'])('a rung that is %s', status => {
  test.each(rungNames.map((name, index) => [name, index] as const))('at %s leaves level %i, whatever stands above', (name, below) => {
    expect(levelOf(all({ [name]: status }))).toMatchObject({ level: below, heldBy: { rung: name, reason: `why ${name}` } });
  });
});

test('what a recipe does not have is climbed over', () => {
  expect(levelOf(all({ upgrade: 'structural', browser: 'structural' })).level).toBe(7);
});

test('and lifts nobody by itself', () => {
  expect(levelOf(all({ upgrade: 'structural', backup: 'fail' })).level).toBe(1);
  expect(levelOf(all({ backup: 'structural', browser: 'structural', lint: 'fail', functional: 'structural' })).level).toBe(2);
});

test('what caps holds, though nothing failed', () => {
  const rungs = all().map(each => each.name === 'functional' ? rung('functional', 'structural', { caps: true }) : each);
  expect(levelOf(rungs)).toMatchObject({ level: 3, heldBy: { rung: 'functional' } });
});

test('a rung of which nothing is known holds', () => {
  expect(levelOf(all().filter(each => each.name !== 'lint'))).toMatchObject({ level: 5, heldBy: { rung: 'lint', reason: 'nothing is known of it' } });
});

test('of nothing, nothing is said', () => {
  expect(levelOf([]).level).toBe(0);
});

test('that it does not install is said where the install failed, and not where it was kept from being tried', () => {
  expect(meaningOf(0, all({ install: 'fail' }))).toBe('does not install');
  for (const status of ['unverified', 'declared', 'structural'] as const) expect(meaningOf(0, all({ install: status }))).toBe('is not shown to install');
  expect(meaningOf(0, undefined)).toBe('is not shown to install');
  expect(meaningOf(1, all({ upgrade: 'fail' }))).toBe('installs from nothing');
});
