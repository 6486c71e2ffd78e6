/** The whole suite of each recipe, as a maintainer runs it. */
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import { execa } from 'execa';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './measurement.ts';
import { repository } from './project.ts';

const recipes = ['custom-html', 'kinto'];
const longestMs = 330_000;

export const suite: Measurement = {
  name: 'suite', title: 'Suite seconds per recipe',
  async run({ log }) {
    const begun = performance.now();
    const { all, exitCode } = await execa(process.execPath, [join(repository, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--workers=2', ...recipes.map(name => `--project=${name}`)],
      { cwd: repository, all: true, reject: false, stdin: 'ignore', timeout: longestMs, env: { PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0' } });
    const ms = performance.now() - begun;
    if (exitCode !== 0) throw new Error(`the suites ended with ${exitCode ?? 'a signal'}:\n${all}`);
    const tests = (JSON.parse(readFileSync(join(repository, 'test-results', 'report.json'), 'utf8')) as JSONReport).suites.flatMap(testsOf);
    for (const each of tests) log(`${each.project}: ${each.title}: ${(each.ms / 1000).toFixed(2)} s`);
    const seconds = (project: string): string => {
      const own = tests.filter(each => each.project === project);
      return ((Math.max(...own.map(each => each.at + each.ms)) - Math.min(...own.map(each => each.at))) / 1000).toFixed(1);
    };
    return {
      figures: recipes.map(name => ({ what: `The whole suite of ${name}, beside another on two workers`, measured: `${seconds(name)} s` })),
      tables: [{
        title: 'Seconds, both recipes side by side on two workers', head: ['recipe', 'tests', 'seconds', 'longest test'],
        rows: [
          ...recipes.map(name => {
            const own = tests.filter(each => each.project === name);
            const [longest] = own.toSorted((a, b) => b.ms - a.ms);
            return [name, String(own.length), seconds(name), longest ? `${longest.title}, ${(longest.ms / 1000).toFixed(1)} s` : ''];
          }),
          ['both, from the start of the process to its end', String(tests.length), (ms / 1000).toFixed(1), ''],
        ],
      }],
    };
  },
};

function testsOf(part: JSONReportSuite): { project: string; title: string; at: number; ms: number }[] {
  const own = part.specs.flatMap(spec => spec.tests.flatMap(test => test.results.map(result =>
    ({ project: test.projectName, title: spec.title, at: Date.parse(result.startTime), ms: result.duration }))));
  return [...own, ...(part.suites ?? []).flatMap(testsOf)];
}
