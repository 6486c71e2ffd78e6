import { expect, test } from 'vitest';
import { InlineProject, spec } from './inline-project.ts';

/** Masking the first secret makes the second appear, where the second was looked for already: only a search afterwards sees it. */
const secrets = [{ value: 'FIRST-SECRET', what: 'one' }, { value: 'left***one***right', what: 'the other' }];

test('a secret that the scrub leaves behind is found by the search, named without its value, and fails the run', async () => {
  using project = new InlineProject({
    'harness/fixtures/global-setup.ts': `
import { mkdirSync, writeFileSync } from 'node:fs';
export default async function () {
  process.env.HARNESS_RUN_FOLDER = new URL('../../run', import.meta.url).pathname;
  mkdirSync(process.env.HARNESS_RUN_FOLDER, { recursive: true });
  writeFileSync(process.env.HARNESS_RUN_FOLDER + '/secrets.jsonl', ${JSON.stringify(secrets.map(secret => `${JSON.stringify(secret)}\n`).join(''))});
}
`,
    'overlays/ghost/leaks.spec.ts': spec(`
import { writeFileSync } from 'node:fs';
test('leaks', async ({}, info) => { writeFileSync(info.outputPath('kept.txt'), 'leftFIRST-SECRETright'); });`),
  });
  const { code, output } = await project.playwright([]);
  expect(output).toMatch(/kept\.txt still holds the secret "the other"\. \[ERR_SECRET_LEAKED\]/);
  expect(output).not.toContain('FIRST-SECRET');
  expect(output).not.toContain(secrets[1]?.value);
  expect(code, output).toBe(4);
});
