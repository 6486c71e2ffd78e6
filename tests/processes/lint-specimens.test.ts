/** Given a folder of weak tests, one for each pattern, when it is linted as overlays are, then each is found by the rule that is meant, and by it alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { overlayLint } from '../../harness/eslint.ts';
import { patterns } from '../../harness/gate/lint/patterns.ts';

const folder = join(import.meta.dirname, '../gate/weak');
const ending = '.specimen.ts';
const specimens = readdirSync(folder).filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length));
const linter = new Linter({ configType: 'flat' });
const config = overlayLint();

test('every pattern has its specimen, and every specimen its pattern: at least forty', () => {
  expect(specimens.toSorted()).toEqual(patterns.map(({ name }) => name).toSorted());
  expect(specimens.length).toBeGreaterThanOrEqual(40);
});

describe('each is found', () => {
  test.each(patterns.map(({ name, rule, also = [] }) => [name, rule, also] as const))('%s, by %s', (name, rule, also) => {
    const text = readFileSync(join(folder, `${name}${ending}`), 'utf8');
    const filename = text.includes('defineOverlay') ? 'overlays/board/overlay.ts' : 'overlays/board/functional/board.spec.ts';
    const found = linter.verify(text, config, { filename }).map(({ ruleId, message }) => ruleId ?? message);
    expect([...new Set(found)].sort()).toEqual([rule, ...also].sort());
  });
});
