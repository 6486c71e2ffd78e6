/** Where the time of a life went: the same parts for the harness, from its report, and for the yardstick, from what it prints. */
import type { JSONReport, JSONReportSuite, JSONReportTestResult, JSONReportTestStep } from '@playwright/test/reporter';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

export interface Part { readonly name: string; readonly ms: number }

const names = {
  fetch: 'fetch the recipe', new: 'abra app new', deploy: 'abra app deploy, twice', wait: 'until it is up, twice', data: 'a record written and read',
  undeploy: 'abra app undeploy', removal: 'remove the rest, and look',
} as const;
type Name = keyof typeof names;

/** Steps of the harness by their titles, outermost first. */
const steps: readonly (readonly [RegExp, Name])[] = [
  [/^(clone |abra recipe fetch)/, 'fetch'], [/^abra app new/, 'new'], [/^abra app deploy/, 'deploy'], [/^converge /, 'wait'],
  [/^(seed|read) /, 'data'], [/^abra app undeploy/, 'undeploy'], [/^remove what undeploy leaves/, 'removal'],
];

/** Of tests that ran one after the other. */
export function partsOfReport(report: JSONReport, begun: number, ended: number): Part[] {
  const results = report.suites.flatMap(resultsOf).filter(result => result.status !== 'skipped');
  const begins = results.map(result => Date.parse(result.startTime));
  const ends = results.map(result => Date.parse(result.startTime) + result.duration);
  const between = ended - begun - sum(results.map(result => ({ name: '', ms: result.duration })));
  const known = results.flatMap(result => (result.steps ?? []).flatMap(partOf));
  const start = Math.min(...begins) - begun;
  const end = ended - Math.max(...ends);
  return [
    ...known,
    { name: 'before the first test, where the recipe is fetched', ms: start }, { name: 'between two tests, where a new worker starts', ms: between - start - end },
    { name: 'after the last test', ms: end }, { name: 'all else', ms: ended - begun - between - sum(known) },
  ];
}

export function partsOfScript(output: string, ms: number): Part[] {
  const known = [...output.matchAll(/^stage (\w+) (\d+)$/gm)].map(([, name = '', time]) => ({ name: names[name as Name] ?? name, ms: Number(time) }));
  return [...known, { name: 'all else', ms: ms - sum(known) }];
}

/** Medians of both, part by part, and what the harness takes more. */
export function profileTable(harness: readonly (readonly Part[])[], script: readonly (readonly Part[])[]): Table {
  const all = [...new Set([...Object.values<string>(names), ...[...harness, ...script].flat().map(part => part.name)])];
  const middle = (runs: readonly (readonly Part[])[], name: string): number => median(runs.map(parts => sum(parts.filter(part => part.name === name))));
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  return {
    title: 'Where it went (seconds, medians)',
    head: ['part', 'harness', 'script', 'more'],
    rows: all.map(name => {
      const [one, other] = [middle(harness, name), middle(script, name)];
      return [name, seconds(one), seconds(other), seconds(one - other)];
    }),
  };
}

function resultsOf(suite: JSONReportSuite): JSONReportTestResult[] {
  return [...suite.specs.flatMap(spec => spec.tests.flatMap(test => test.results)), ...(suite.suites ?? []).flatMap(resultsOf)];
}

function partOf(step: JSONReportTestStep): Part[] {
  const found = steps.find(([pattern]) => pattern.test(step.title));
  return found ? [{ name: names[found[1]], ms: step.duration }] : (step.steps ?? []).flatMap(partOf);
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, part) => total + part.ms, 0);
}
