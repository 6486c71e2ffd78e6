import { expect, test } from 'vitest';
import { InlineProject, spec } from './inline.ts';

test('a green run exits 0 and says so', async () => {
  using project = new InlineProject();
  const { code, output } = await project.playwright([]);
  expect(output).toContain('x');
  console.log(code, output);
  console.log(project.read('results/ghost/results.json'));
});
