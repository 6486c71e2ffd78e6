import { expect, test, vi } from 'vitest';
import { silent } from '../../../harness/progress.ts';
import { bringUpLab } from '../../../harness/run/lab.ts';
import { withholdTokens } from '../../../harness/settings/tokens.ts';

const up = (script: string) => bringUpLab({ labCommand: ['sh', '-c', script], stateFolder: '/nonexistent' }, silent);

test.each([
  ['nothing', 'true', /it printed nothing/],
  ['what is no JSON', 'echo the lab is up', /the lab is up/],
  ['JSON of another shape', 'echo \'{"socket":"/x"}\'', /\{"socket":"\/x"\}/],
])('a lab command that ends well and prints %s is the mistake of whoever named it', async (_what, script, said) => {
  await expect(up(script)).rejects.toMatchObject({
    code: 'ERR_LAB_ANSWER', fault: 'user', shortMessage: expect.stringMatching(said) as string, wayOut: expect.stringContaining('lab.command in harness.toml') as string,
  });
});

test("the lab's own refusal is told in its own words", async () => {
  await expect(up("printf 'lab: No root. [ERR_LAB_NEEDS_ROOT]\\nWay out: be root.\\n' >&2; exit 3")).rejects.toMatchObject({ code: 'ERR_LAB_NEEDS_ROOT', fault: 'environment', wayOut: 'be root.' });
});

test("a lab command of the user's own has the tokens that were taken out of the environment", async () => {
  vi.stubEnv('OWN_LAB_TOKEN', 'gta_0123456789');
  withholdTokens();
  try {
    await expect(up('echo "logs in with $OWN_LAB_TOKEN"')).rejects.toMatchObject({ shortMessage: expect.stringContaining('logs in with gta_0123456789') as string });
    expect(process.env['OWN_LAB_TOKEN']).toBeUndefined();
  } finally {
    vi.unstubAllEnvs();
  }
});
