/** What abra prints, read: JSON among log lines, the table of the lint, and what of a terminal's text is worth telling. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonDocuments, jsonOf, row, rows, text } from '../../../harness/abra/json-output.ts';
import { parseLint } from '../../../harness/abra/lint-table.ts';
import { lastLines, NewLines, plainText, tellable } from '../../../harness/abra/terminal-text.ts';

describe('JSON in an output', () => {
  test.each<[string, string, unknown[]]>([
    ['on one line', 'INFO x\n{"a":1}\n', [{ a: 1 }]],
    ['indented', '   [1, 2]  ', [[1, 2]]],
    ['several of them', '{"a":1}\n[2]\nWARN\n{"b":2}', [{ a: 1 }, [2], { b: 2 }]],
    ['pretty-printed, from bracket to bracket', '[\n  {\n    "a": 1\n  }\n]\n', [[{ a: 1 }]]],
    ['opened twice on a line and closed twice', '[{\n  "a": [\n  1\n  ]\n}]', [[{ a: [1] }]]],
    ['indented as a whole, with the same brackets further in', '  {\n    "a": {\n    "b": 1\n    }\n  }  \nINFO', [{ a: { b: 1 } }]],
    ['behind a bracket that nothing closes', '{\n{"b":2}', [{ b: 2 }]],
    ['behind one whose end closes no JSON', '{\nnot JSON\n}\n{"b":2}', [{ b: 2 }]],
    ['not where text goes on behind it', '{"a":1} and more', []],
    ['not in the middle of a line', 'result: {"a":1}', []],
    ['not of brackets of a log', '[2026-11-01] [INFO]', []],
    ['not of nothing', '', []],
  ])('is found: %s', (_how, output, documents) => {
    expect(jsonDocuments(output)).toEqual(documents);
  });

  test('is the first that has the wanted form', () => {
    const schema = z.object({ b: z.number() });
    expect(jsonOf('{"a":1}\n{"b":"no"}\n{"b":2}\n{"b":3}', schema)).toEqual({ b: 2 });
    expect(jsonOf('{"a":1}', schema)).toBeUndefined();
  });

  test('has cells that are told as text', () => {
    expect(['x', 5, true, false, null, undefined, {}, ['x']].map(text)).toEqual(['x', '5', 'true', 'false', '', '', '', '']);
  });

  test('has rows whose keys are one, however they are spelt', () => {
    for (const key of ['GENERATED NAME', 'generated-name', 'generatedName', 'Generated  Name']) expect(row({ [key]: 1 }), key).toEqual({ generated_name: 1 });
    expect([null, 'x', 5, undefined].map(row)).toEqual([{}, {}, {}, {}]);
  });

  test.each<[string, unknown, Record<string, unknown>[]]>([
    ['a list of rows', [{ A: 1 }, { B: 2 }], [{ a: 1 }, { b: 2 }]],
    ['lists in a list', [[{ A: 1 }], [{ B: 2 }]], [{ a: 1 }, { b: 2 }]],
    ['rows under names', { x: { A: 1 }, y: { B: 2 } }, [{ a: 1 }, { b: 2 }]],
    ['lists under names', { x: [{ A: 1 }, { B: 2 }] }, [{ a: 1 }, { b: 2 }]],
    ['one row', { A: 1, B: { c: 2 } }, [{ a: 1, b: { c: 2 } }]],
    ['a row with nothing in a cell', { A: null }, [{ a: null }]],
    ['an empty object', {}, [{}]],
    ['no object', 'x', []],
    ['nothing', null, []],
  ])('has rows in %s', (_how, document, found) => {
    expect(rows(document)).toEqual(found);
  });
});

describe('the table of the lint', () => {
  const rule = { ref: 'R001', rule: 'compose has a version', severity: 'warn', satisfied: true, skipped: false, howToFix: 'add one' };

  test.each([
    ['heavy lines', '┃ R001 ┃ compose has a version ┃ warn ┃ ✅ ┃ - ┃ add one ┃'],
    ['light lines', '│ R001 │ compose has a version │ warn │ ✔ │ │ add one │'],
    ['plain ones', '| R001 | compose has a version | warn | ✓ | ❌ | add one |'],
    ['none around it, in words', 'R001 | compose has a version | warn | true | false | add one'],
    ['others in words', '| R001 | compose has a version | warn | YES | no | add one |'],
  ])('is read through %s', (_how, line) => {
    expect(parseLint(`INFO linting\n┏━━━┳━━━┓\n┃ REF ┃ RULE ┃\n${line}\n┗━━━┻━━━┛\n`)).toEqual([rule]);
  });

  test('keeps the order of the rules, and what is not ticked off is not satisfied', () => {
    expect(parseLint('| R010 | b | error | ❌ | yes please | |\n| R002 | a | error | yes it is | true | |')).toEqual([
      { ref: 'R010', rule: 'b', severity: 'error', satisfied: false, skipped: false, howToFix: '' },
      { ref: 'R002', rule: 'a', severity: 'error', satisfied: false, skipped: true, howToFix: '' },
    ]);
  });

  test('cut off by a narrow terminal has rules that nothing is known of', () => {
    expect(parseLint('| R001')).toEqual([{ ref: 'R001', rule: '', severity: '', satisfied: false, skipped: false, howToFix: '' }]);
  });

  test('is not prose that names a rule', () => {
    expect(parseLint('see R001 for this\n| xR001 | R0012 |\n')).toEqual([]);
  });
});

describe('text of a terminal', () => {
  test('is read without colours and carriage returns', () => {
    expect(plainText('\u001b[31mred\u001b[0m\r\nnext\rover\n')).toBe('red\nnext\nover\n');
  });

  test('has last lines that say something', () => {
    expect(lastLines('one\n\n  \ntwo\nthree\n\n', 2)).toBe('two\nthree');
    expect(lastLines('one', 5)).toBe('one');
  });

  test.each<[string, string | undefined]>([
    ['{"message":5}', undefined], ['[1,2]', undefined], ['{"message":"x"} behind', '{"message":"x"} behind'], ['before {"message":"x"}', 'before {"message":"x"}'],
    ['{not JSON}', '{not JSON}'], ['[not JSON]', '[not JSON]'], ['  {"message":"in"}  ', 'in'], ['┗━━┻━━┛ x', '┗━━┻━━┛ x'], ['┣━╋━┫  ┳┻', undefined], ['', undefined],
  ])('of %j is told %j', (line, told) => {
    expect(tellable(line)).toBe(told);
  });

  test('is told line by line, each once, whole, whatever parts it came in', () => {
    const told: string[] = [];
    const lines = new NewLines(line => told.push(line));
    for (const part of ['wai', 'ting 1\rwaiting', ' 2\r\n', 'waiting 1\n', '\u001b[32mdone\u001b[0m   \n', '\n', 'without an end']) lines.push(part);
    expect(told).toEqual(['waiting 1', 'waiting 2', 'done']);
    lines.end();
    lines.end();
    expect(told).toEqual(['waiting 1', 'waiting 2', 'done', 'without an end']);
    lines.push('begun anew\n');
    expect(told.at(-1)).toBe('begun anew');
  });
});
