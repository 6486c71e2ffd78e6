/** The parts of a comment under a pull request, each in Markdown. */
import { faultWord } from '../errors.ts';
import { differenceOf, inWords } from '../report/level/diff.ts';
import { levelShown, whyNoLevel } from '../report/level/level-shown.ts';
import { levelMeanings, meaningOf, rungNames } from '../report/level/rungs.ts';
import { markdownCode, markdownText } from '../report/markdown-text.ts';
import type { Results } from '../report/results-schema.ts';
import type { Outcome } from './outcome.ts';

type Test = Results['tests'][number];
type Problem = Results['problems'][number];

/** `green, level 4: does what it is for, before witnesses`. */
export function headline(outcome: Outcome): string {
  if (!('results' in outcome)) return 'no results';
  const { results } = outcome;
  const whose = results.fault === null ? '' : ` by ${faultWord[results.fault]}`;
  const level = levelShown(results);
  if (level === null) return `${results.verdict}${whose}${results.partial ? ', only a part of it' : `, level unknown: ${markdownText(whyNoLevel(results) ?? '', 150)}`}`;
  return `${results.verdict}${whose}, level ${level} of ${rungNames.length}: ${meaningOf(level, results.level?.rungs)}`;
}

export function changed(base: Results, now: Results): string {
  return markdownText(inWords(differenceOf(base, now)));
}

/** The one thing to mend; where nothing is wrong, what keeps it from the next level. */
export function toMend(results: Results): string {
  const wrong = gravest(results);
  if (wrong !== undefined) {
    const { title, problem } = wrong;
    return `**To mend:** ${title === undefined ? '' : `${markdownText(title, 150)}: `}${told(problem)}${problem.wayOut ? `\n**Way out:** ${markdownText(problem.wayOut)}` : ''}`;
  }
  const bad = results.tests.find(isBad);
  if (bad) return `**To mend:** ${markdownText(bad.title, 150)}: ${bad.status}`;
  const held = levelShown(results) === null ? undefined : results.level?.rungs.find(({ status, caps }) => status !== 'pass' && (status !== 'structural' || caps));
  if (held === undefined) return '';
  const level = rungNames.indexOf(held.name) + 1;
  return `**For level ${level}**, ${levelMeanings[level] ?? held.name}: ${sentence(markdownText(held.reason))}`;
}

/** Of the fault that the verdict names first; the recipe's own trouble before that of a test. */
function gravest({ fault, problems, tests }: Results): { title?: string; problem: Problem } | undefined {
  const all = [
    ...problems.map(problem => ({ problem })),
    ...(['failed', 'unverified'] as const).flatMap(status => tests.flatMap(({ title, problem, status: its }) => problem !== undefined && its === status ? [{ title, problem }] : [])),
  ];
  return all.find(({ problem }) => problem.fault === fault) ?? all[0];
}

export function rungsTable(results: Results): string {
  if (levelShown(results) === null) return '';
  const row = (name: typeof rungNames[number], at: number): string => {
    const rung = results.level?.rungs.find(each => each.name === name);
    return `| ${at + 1} | ${levelMeanings[at + 1] ?? name} | ${rung?.status ?? 'unverified'} | ${markdownText(rung?.reason ?? '', 160)} |`;
  };
  return ['| level | | | |', '|---|---|---|---|', ...rungNames.map(row)].join('\n');
}

/** Folded: whoever wants to know opens it. */
export function failing({ tests }: Results, most: number): string {
  const bad = tests.filter(isBad);
  if (bad.length === 0 || most === 0) return '';
  const line = ({ title, file, status, problem }: Test): string =>
    `- ${status}: ${markdownText(title, 150)} (${markdownCode(file, 150)})${problem === undefined ? '' : `: ${told(problem)}${problem.wayOut ? ` Way out: ${markdownText(problem.wayOut)}` : ''}`}`;
  return [
    `<details><summary>${bad.length === 1 ? 'One test' : `${bad.length} tests`} failed or did not run</summary>`, '',
    ...bad.slice(0, most).map(line),
    ...(bad.length > most ? [`- and ${bad.length - most} more`] : []),
    '', '</details>',
  ].join('\n');
}

function told({ message, code, fault }: Problem): string {
  return `${sentence(markdownText(message))} ${markdownCode(code, 60)}, ${faultWord[fault]}.`;
}

function sentence(text: string): string {
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`;
}

function isBad({ status }: Test): boolean {
  return status === 'failed' || status === 'unverified';
}
