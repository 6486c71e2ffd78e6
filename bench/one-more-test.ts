/** What one more test costs on an app that is deployed already: from the begin of one to the begin of the next. */
import { join } from 'node:path';
import type { JSONReportSuite } from '@playwright/test/reporter';
import { requestApp } from '../harness/app/requests.ts';
import { loadRecipe } from '../harness/settings/settings.ts';
import type { Measurement } from './measurement.ts';
import { Project, repository } from './project.ts';
import { twoReleases } from './recipes.ts';
import { median, quantile, spread } from './statistics.ts';
import { TimedRun } from './timed-run.ts';

const tests = 30;
const requests = 10;

const spec = `import { expect, test } from ${JSON.stringify(join(repository, 'harness', 'index.ts'))};
for (let number = 0; number <= ${tests}; number++) {
  test('asks ' + number, async ({ api }) => { expect((await api.get('/')).status).toBe(200); });
}
`;

export const oneMoreTest: Measurement = {
  name: 'one-more-test', title: 'One more test on a deployed app',
  async run({ target, log }) {
    using project = new Project(target);
    await project.put('more', twoReleases({ intervalSeconds: 1, startSeconds: 0 }), { 'more.spec.ts': spec });
    const { report } = await project.playwright('--project=more', '--grep', 'asks');
    const begins = report.suites.flatMap(begun).sort((a, b) => a - b);
    // The first one waits for the app; between the others there is nothing but tests.
    const costs = begins.slice(2).map((begin, index) => begin - (begins[index + 1] ?? Number.NaN));
    log(`milliseconds from test to test: ${costs.join(' ')}`);
    const byHand = await requestsByHand(project);
    log(`milliseconds for each request by hand: ${byHand.join(' ')}`);
    const row = (who: string, values: readonly number[]): string[] => [who, String(values.length), ...[median(values), quantile(values, 0.95), Math.max(...values)].map(value => value.toFixed(0))];
    return {
      figures: [{ what: 'One more test (one request) on a deployed app', measured: `${spread(costs, 0)} ms` }],
      tables: [{
        title: 'Milliseconds', head: ['', 'samples', 'p50', 'p95', 'most'],
        rows: [row('harness: from the begin of a test to the begin of the next', costs), row('script: one curl', byHand)],
        note: 'A test takes up the running app by the ledger, asks the swarm whether it is still there, and has an HTTP client of its own.',
      }],
    };
  },
};

async function requestsByHand(project: Project): Promise<number[]> {
  const timed = await TimedRun.start(project);
  try {
    const { domain } = await requestApp(timed.run, loadRecipe(timed.run.settings, 'more'), 'fresh', timed.context);
    return (await project.yardstick({ deed: 'requests', domain, count: requests }, timed.run.abraDir)).parts.filter(part => part.name === 'request').map(part => part.ms);
  } finally {
    await timed.end();
  }
}

function begun(suite: JSONReportSuite): number[] {
  const own = suite.specs.filter(each => each.title.startsWith('asks ')).flatMap(each => each.tests.flatMap(test => test.results.map(result => Date.parse(result.startTime))));
  return [...own, ...(suite.suites ?? []).flatMap(begun)];
}
