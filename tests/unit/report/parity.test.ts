/** A PARITY page, counted: what was checked elsewhere, and how much of it names a test here. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parityIn, parityOf } from '../../../harness/report/parity.ts';

const root = path.resolve(import.meta.dirname, '../../..');

test('rows that name a test count as here, others do not', () => {
  expect(parityIn([
    '# blog', '', '| check | origin | here |', '|---|:---:|---|',
    '| posts | x | `overlays/blog/functional/post.spec.ts` › a post is read |',
    '| hooks | x | `overlays/blog/overlay.ts`, used by `generic/2-backup.spec.ts` › a restore brings back what was wiped |',
    '| mail | `a.spec.ts` › of others | not here: it sends none |',
    '', 'Beyond it:', '- `overlays/blog/functional/post.spec.ts` › a draft is hidden',
    '', '| check | origin | here |', '|---|---|---|', '| feed | x | `overlays/blog/overlay.ts` |',
  ].join('\r\n'))).toEqual({ checks: 4, here: 2 });
});

test('a page without a table has nothing to be held against', () => {
  expect(parityIn('# blog: no predecessor\n\n- `x.spec.ts` › y\n')).toEqual({ checks: 0, here: 0 });
});

test("this project's own page is read, and where there is none nothing is said", () => {
  expect(existsSync(path.join(root, 'PARITY/custom-html.md'))).toBe(true);
  expect(parityOf(root, 'custom-html')).toEqual({ checks: 5, here: 5 });
  expect(parityOf(root, 'nothing-of-the-kind')).toBeNull();
});
