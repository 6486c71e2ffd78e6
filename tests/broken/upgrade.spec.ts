/** Given a sound release with data in it, when a head that is broken in one line goes over it, then the verdict says so precisely; its twin is green. */
import { createHttp } from '../../harness/http/client.ts';
import { brokenHead, releases, soundHead } from './planted-fault.ts';
import { differingLines } from './recipe-files.ts';
import { expect, test } from './stand.ts';
import { upgradeFaults } from './upgrade-faults.ts';

for (const fault of upgradeFaults) {
  test(`${fault.what}: the verdict`, async ({ stand }) => {
    await stand.put(fault.name, releases(fault, brokenHead(fault)), fault.toml);
    await stand.expectVerdict(stand.upgrade(), fault.verdict);
  });

  test(`${fault.what}: its twin is green`, async ({ stand }) => {
    expect(differingLines(soundHead(fault), brokenHead(fault))).toHaveLength(1);
    const { commits } = await stand.put(`${fault.name}-twin`, releases(fault, soundHead(fault)), fault.toml);
    const app = await stand.upgrade();
    expect(app.identity).toEqual({ commit: commits[1] });
  });
}

test('the old task really goes on serving after a roll-back, and green would be easy to say', async ({ stand }) => {
  const fault = upgradeFaults.find(each => each.name === 'rolled-back')!;
  await stand.put('still-serving', releases(fault, brokenHead(fault)));
  const base = await stand.install('base');
  await stand.expectVerdict(stand.upgradeOver(base), fault.verdict);
  const http = createHttp(stand.run.target, { baseURL: base.url });
  expect((await http.get('/')).status).toBe(200);
  await http.close();
});
