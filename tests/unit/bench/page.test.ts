/** Given what the measurements left, when the page is assembled, then it tells figures, machine and misses, and never mixes commits. */
import { expect, test } from 'vitest';
import { isQuiet } from '../../../bench/machine.ts';
import { atMost } from '../../../bench/measurement.ts';
import { page, type Taken, unfit } from '../../../bench/page.ts';
import { markdown } from '../../../bench/table.ts';

const machine = { cores: 2, processor: 'a processor', memoryGB: 24, kernel: '6.1', engine: '20.10', node: '24.0.0' };

function taken(name: string, more: Partial<Taken> = {}): Taken {
  return {
    name, title: `About ${name}`, commit: 'abc', at: '2026-01-02T03:04:05.000Z', seconds: 12.4, machine, loadAtStart: 0.1, busyAtStart: 0.02, lines: [],
    figures: [atMost(`${name} figure`, 2, 3.5, ' s')], tables: [{ title: 'A table', head: ['', 'x'], rows: [['row', '1']], note: 'A note.' }], ...more,
  };
}

test('a measurement that was not taken is missed', () => {
  expect(unfit([taken('one')], ['one', 'other'])).toContain('not measured yet: other');
  expect(unfit([taken('one'), taken('other')], ['one', 'other'])).toBeUndefined();
});

test('figures of two commits are not put on one page', () => {
  const why = unfit([taken('one'), taken('other', { commit: 'def' })], ['one', 'other']);
  expect(why).toContain('several commits: abc (one); def (other)');
});

test('figures of changed files are not put on a page', () => {
  expect(unfit([taken('one', { commit: 'abc+U' })], ['one'])).toContain('Commit, then measure');
});

test('figures of two machines are not put on one page', () => {
  expect(unfit([taken('one'), taken('other', { machine: { ...machine, cores: 8 } })], ['one', 'other'])).toContain('several machines');
});

test('the page tells the machine, each figure beside its aim, and how each is measured again', () => {
  const text = page([taken('one'), taken('other', { figures: [atMost('slow', 4, 3.5, ' s'), { what: 'bare', measured: '7' }] })]);
  expect(text).toMatch(/\| one figure +\| 2\.00 s +\| at most 3\.5 s +\| met +\|/);
  expect(text).toMatch(/\| slow +\| 4\.00 s +\| at most 3\.5 s +\| missed +\|/);
  expect(text).toMatch(/\| bare +\| 7 +\| +\| +\|/);
  expect(text).toContain('2 (a processor)');
  expect(text).toContain('`npm run bench -- other`; it took 12 s.');
  expect(text).not.toContain('not quiet');
});

test('a machine that others kept busy is told', () => {
  expect(isQuiet(0.02)).toBe(true);
  expect(isQuiet(0.5)).toBe(false);
  expect(page([taken('one', { busyAtStart: 0.5 })])).toContain('others kept 50 % of the cores busy: **the machine was not quiet**');
});

test('columns line up, and a bar in a cell does not end it', () => {
  expect(markdown(['a', 'long head'], [['a|b', '1'], ['x', '2']]).split('\n')).toEqual([
    '| a    | long head |', '|------|-----------|', '| a\\|b | 1         |', '| x    | 2         |',
  ]);
});
