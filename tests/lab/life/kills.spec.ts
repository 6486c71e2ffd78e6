/** Whatever ends a run, and whenever: fifteen seconds later nothing of it is left, and nobody has to run anything for it. */
import { expect, recipe, test } from './stage.ts';

const moments = [
  { moment: 'while its checkout is fetched', deeds: ['fresh'], at: /^> abra recipe fetch/ },
  { moment: 'while its .env is written', deeds: ['fresh'], at: /^> abra app new/ },
  { moment: 'as the deploy begins', deeds: ['fresh'], at: /^> abra app deploy/ },
  { moment: 'as the stack has been sent', deeds: ['fresh'], at: /^< abra app deploy/ },
  { moment: 'while it converges', deeds: ['fresh'], at: /^- app: \w+ → / },
  { moment: 'with the app up', deeds: ['fresh', 'stay'], at: /^app / },
  { moment: 'during a backup', deeds: ['fresh', 'backup'], at: /^> abra app backup create/ },
  { moment: 'after a backup', deeds: ['fresh', 'backup', 'stay'], at: /^snapshot / },
  { moment: 'during an upgrade', deeds: ['base', 'upgrade'], at: /^> upgrade/ },
  { moment: 'during a redeploy', deeds: ['fresh', 'redeploy'], at: /^> lose every volume/ },
  { moment: 'during its teardown', deeds: ['fresh', 'teardown'], at: /^> abra app undeploy/ },
];

for (const { moment, deeds, at } of moments) {
  test(`a runner killed ${moment} leaves nothing`, async ({ stage }) => {
    const runner = stage.start(deeds);
    const id = await runner.runId();
    await runner.until(at);
    runner.strike('SIGKILL', 'runner');
    const ms = await stage.expectNoTraces(id);
    console.log(`${moment}: nothing left after ${ms} ms`);
  });
}

test('a whole process group killed in the middle of a deploy leaves nothing', async ({ stage }) => {
  const runner = stage.start(['fresh']);
  const id = await runner.runId();
  await runner.until(/^> abra app deploy/);
  runner.strike('SIGKILL', 'group');
  await stage.expectNoTraces(id);
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
  test(`a process group that gets ${signal} leaves nothing`, async ({ stage }) => {
    const runner = stage.start(['fresh']);
    const id = await runner.runId();
    await runner.until(/^- app: (preparing|starting)/);
    runner.strike(signal, 'group');
    await stage.expectNoTraces(id, 20_000);
  });
}

test('the next run starts at once after a kill, and has names of its own', async ({ stage }) => {
  const first = stage.start(['fresh', 'stay']);
  const id = await first.runId();
  const app = await first.until(/^app /);
  first.strike('SIGKILL', 'runner');
  const second = stage.start(['fresh', 'teardown']);
  expect(await second.exited, second.lines.join('\n')).toBe(0);
  expect(second.id).not.toBe(id);
  expect(second.lines.find(line => line.startsWith('app '))).not.toBe(app);
  await stage.expectNoTraces(id);
});

test('an orderly end leaves nothing either, and says so', async ({ stage }) => {
  const runner = stage.start(['fresh']);
  const id = await runner.runId();
  expect(await runner.exited, runner.lines.join('\n')).toBe(0);
  const ended = JSON.parse((await runner.until(/^ended /)).slice('ended '.length)) as object;
  expect(ended).toMatchObject({ removed: [expect.stringMatching(new RegExp(`^${recipe.slice(0, 4)}-`))], kept: [], leftovers: [] });
  expect(await stage.traces(id)).toEqual([]);
});
