/** Given the files of an overlay, when a run looks for suppressions, then it finds what ESLint would obey, and nothing that only looks like it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { suppressionsIn, suppressionsOf } from '../../../../harness/gate/lint/suppressions.ts';

const [disable, line, next] = ['eslint-disable', 'eslint-disable-line', 'eslint-disable-next-line'];

describe('what is found', () => {
  test.each([
    ['a line with its rule and reason', `// ${next} a/b -- it is so`, [{ line: 1, rules: ['a/b'], reason: 'it is so' }]],
    ['several rules, and no reason', `x(); // ${line} a, b/c`, [{ line: 1, rules: ['a', 'b/c'], reason: null }]],
    ['a whole file', `/* ${disable} */\nx();`, [{ line: 1, rules: [], reason: null }]],
    ['a block of several lines', `x();\n/*\n ${disable} a\n -- for\n two reasons\n*/`, [{ line: 2, rules: ['a'], reason: 'for\n two reasons' }]],
    ['a rule that is configured in the file', '/* eslint a/b: "off", c: 0 -- why */', [{ line: 1, rules: ['a/b', 'c'], reason: 'why' }]],
    ['behind a string, a template and a regular expression', `f('//', \`\${g('}')}\`, /['"]\\/\\/[/]/g); // ${line}`, [{ line: 1, rules: [], reason: null }]],
    ['in what a template computes', `\`\${x /* ${line} a -- b */}\`;`, [{ line: 1, rules: ['a'], reason: 'b' }]],
    ['behind divisions', `const half = (a + b) / 2 / c; // ${line} d -- e`, [{ line: 1, rules: ['d'], reason: 'e' }]],
    ['behind an apostrophe in a comment', `// it's\n// ${next} a -- b\nx();`, [{ line: 2, rules: ['a'], reason: 'b' }]],
  ])('%s', (_name, text, expected) => {
    expect(suppressionsOf(text)).toEqual(expected);
  });
});

test.each([
  ['a string', `const text = '// ${next} a';`],
  ['a template', `const text = \`\n// ${next} a\n\${"\`"}/* ${disable} */\`;`],
  ['a regular expression', `const found = /\\/\\* ${disable} \\*\\//.test(text);`],
  ['a line comment, where ESLint wants a block', `// ${disable}`],
  ['a comment about it', `/* Without ${disable} it is told. */`],
  ['what ends one', '/* eslint-enable */'],
  ['a sentence that begins with the name', '/* eslint knows it */'],
])('%s is not a suppression', (_name, text) => {
  expect(suppressionsOf(text)).toEqual([]);
});

test('the files of an overlay are read with their places, and no others', () => {
  const root = mkdtempSync(join(tmpdir(), 'rh-suppressions-'));
  try {
    const overlay = join(root, 'overlays/ghost');
    mkdirSync(join(overlay, 'functional'), { recursive: true });
    writeFileSync(join(overlay, 'overlay.ts'), `x();\n// ${next} a -- b\n`);
    writeFileSync(join(overlay, 'functional/own.spec.ts'), `/* ${disable} */`);
    writeFileSync(join(overlay, 'notes.md'), `/* ${disable} */`);
    expect(suppressionsIn(overlay, root)).toEqual([
      { file: 'overlays/ghost/functional/own.spec.ts', line: 1, rules: [], reason: null },
      { file: 'overlays/ghost/overlay.ts', line: 2, rules: ['a'], reason: 'b' },
    ]);
    expect(suppressionsIn(join(root, 'overlays/none'), root)).toEqual([]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
