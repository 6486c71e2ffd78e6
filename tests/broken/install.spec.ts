/** Given a recipe that is broken in one line, when it is installed, then the verdict says so precisely; its twin is green. */
import { installFaults } from './install-faults.ts';
import { brokenHead, releases, soundHead } from './planted-fault.ts';
import { differingLines } from './recipe-files.ts';
import { expect, test } from './stand.ts';

for (const fault of installFaults) {
  test(`${fault.what}: the verdict`, async ({ stand }) => {
    await stand.put(fault.name, releases(fault, brokenHead(fault)), fault.toml);
    await stand.expectVerdict(stand.install(), fault.verdict);
  });

  test(`${fault.what}: its twin is green`, async ({ stand }) => {
    expect(differingLines(soundHead(fault), brokenHead(fault))).toHaveLength(1);
    const { commits } = await stand.put(`${fault.name}-twin`, releases(fault, soundHead(fault)), fault.toml);
    const app = await stand.install();
    expect(app.identity).toEqual({ commit: commits[1] });
  });
}
