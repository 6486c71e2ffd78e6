/** docs/enroll-recipe.md leads through its files and commands in an order; `npm run test:apps` follows it in a lab. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { recipeSchema } from '../../../harness/settings/recipe-schema.ts';
import { stepsOf } from '../../apps/doc-steps.ts';
import { problemsOf } from '../overlays/parity-page.ts';
import { titlesIn } from '../overlays/spec-titles.ts';

const steps = stepsOf(readFileSync(join(import.meta.dirname, '../../../docs/enroll-recipe.md'), 'utf8'));
const files = new Map(steps.flatMap(step => 'write' in step ? [[step.write, step.text] as const] : []));

test('every block is a file with its name or commands, in the order in which they are done', () => {
  expect(steps.map(step => 'write' in step ? step.write : step.run.split('\n').at(-1)?.replace(/ --?\w.*/, ''))).toEqual([
    'npm install', 'playwright.config.ts', 'eslint.config.js', 'npx recipe-harness new matrix-synapse', 'npx playwright test',
    'recipes/matrix-synapse.toml', 'overlays/matrix-synapse/people.ts', 'overlays/matrix-synapse/overlay.ts', 'overlays/matrix-synapse/functional/record.spec.ts',
    'rm', 'PARITY/matrix-synapse.md', 'npx playwright test',
  ]);
});

test('its recipe file is valid, and its page in step with its specs', () => {
  expect(recipeSchema.parse(parse(files.get('recipes/matrix-synapse.toml') ?? ''))).toMatchObject({ source: { catalogue: 'matrix-synapse' } });
  const spec = 'overlays/matrix-synapse/functional/record.spec.ts';
  const tree = {
    specs: new Map([[spec, titlesIn(files.get(spec) ?? '')], ['generic/1-install.spec.ts', [{ title: 'answers its users', line: 1 }]]]),
    has: (file: string) => files.has(file),
  };
  expect(problemsOf({ name: 'PARITY/matrix-synapse.md', text: files.get('PARITY/matrix-synapse.md') ?? '', overlay: 'overlays/matrix-synapse', unproven: false }, tree)).toEqual([]);
});

test('nothing is left to be filled in', () => {
  for (const [file, text] of files) expect(text, file).not.toMatch(/\bgap[<(]|fill in/i);
});
