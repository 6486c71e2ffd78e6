/** The end of a run as a person reads it on the terminal: each recipe, its verdict, whose fault, and where to read on. */
import path from 'node:path';
import { faultWord } from '../errors.ts';
import type { Suppression } from '../gate/lint/suppressions.ts';
import type { ProofInShort, Proofs } from '../gate/sabotage/proof.ts';
import { notRunText } from '../run/not-run.ts';
import type { Stage } from '../run/learned.ts';
import type { Drawn } from './card/draw.ts';
import type { Suppressions } from './overlay-suppressions.ts';
import type { Problem, RecipeVerdict, RunVerdict } from './judge.ts';
import { levelLine } from './level/in-words.ts';
import type { LevelGiven } from './level/of-run.ts';
import type { ToldByRun, ToldOfRecipe } from './told-by-run.ts';

export interface SummaryInit {
  narrowedBy: readonly string[];
  proofs: Proofs;
  /** index.html of the HTML report, as a path to open. */
  html: string | undefined;
  /** Names of secrets that the second stage found and masked in files. */
  masked: number;
  /** Archives that could not be searched, and so were not kept. */
  removed: readonly string[];
  /** Whether a reporter has told the errors of the run on the terminal. */
  terminal: boolean;
  suppressions: Suppressions;
  told: Pick<ToldByRun, 'of'>;
  /** Undefined where nothing is to be said of one. */
  level: (recipe: RecipeVerdict) => LevelGiven | undefined;
  cards: Drawn;
}

export function summaryOf(verdict: RunVerdict, { narrowedBy, proofs, html, masked, removed, terminal, suppressions, told, level, cards }: SummaryInit): string {
  const width = Math.max(0, ...verdict.recipes.map(({ recipe }) => recipe.length));
  const lines = verdict.recipes.flatMap(recipe => {
    const [head = '', ...rest] = recipeLines(recipe, width, suppressions.get(recipe.recipe) ?? [], proofs.get(recipe.recipe), told.of(recipe.recipe));
    const given = level(recipe);
    return [head, ...(given === undefined ? [] : [`  ${levelLine(given)}`]), ...rest];
  });
  for (const problem of verdict.problems) {
    if (terminal && problem.told) lines.push(`The run ended by ${problem.code}, told above: ${faultWord[problem.fault]}.`);
    else lines.push(...problemLines('the run', problem));
  }
  if (narrowedBy.length > 0) lines.push(`Partial: narrowed by ${narrowedBy.join(', ')}. It says nothing about what it left out.`);
  if (masked > 0) lines.push(`Secrets were masked in ${masked} file${masked === 1 ? '' : 's'} of the reports.`);
  if (removed.length > 0) lines.push(`Removed, since whoever wrote them was ended over it, and what they hold cannot be searched for secrets: ${removed.join(', ')}.`);
  for (const file of cards.files.values()) lines.push(`Card: ${path.relative(process.cwd(), file)}`);
  lines.push(...cards.trouble);
  if (html !== undefined) lines.push(`HTML report: ${html}`);
  if (verdict.exitCode !== 0) lines.push(`Exit code ${verdict.exitCode}.`);
  return `\n${lines.join('\n')}\n`;
}

function recipeLines(recipe: RecipeVerdict, width: number, suppressions: readonly Suppression[], proof: ProofInShort | undefined, { memory: used, stages }: ToldOfRecipe): string[] {
  const count = (status: string) => recipe.tests.filter(test => test.status === status).length;
  const counts = (['passed', 'failed', 'not applicable', 'unverified'] as const)
    .map(status => ({ status, count: count(status) })).filter(entry => entry.count > 0).map(entry => `${entry.count} ${entry.status}`);
  const fault = recipe.fault === undefined ? '' : `, ${faultWord[recipe.fault]}`;
  const partial = recipe.partial ? ' (partial)' : '';
  const genericOnly = recipe.genericOnly ? '; generic only, no overlay says what it is for' : '';
  const unexplained = suppressions.filter(({ reason }) => reason === null).length;
  const silenced = suppressions.length === 0 ? '' : `; ${suppressions.length} suppression${suppressions.length === 1 ? '' : 's'} of lint${unexplained > 0 ? `, ${unexplained} without a reason` : ''}`;
  return [
    `${recipe.recipe.padEnd(width)}  ${recipe.word.toUpperCase()}${partial}${fault}: ${counts.join(', ') || 'no tests'}${silenced}${genericOnly}`,
    ...recipe.tests.flatMap(test => test.problem ? problemLines(test.title, test.problem) : []),
    ...recipe.problems.flatMap(problem => problemLines(recipe.recipe, problem)),
    ...recipe.notRun.map(found => `  ! not run: ${notRunText(found)}`),
    ...(proof ? [`  proved by sabotage ${proof.date.slice(0, 10)}: ${proof.killed} of ${proof.total}${proof.stale ? ', and its overlay has changed since' : ''}`] : []),
    ...stages.filter(({ stage }) => stage === 'install').slice(-1).map(stage => `  ${stageInWords(stage)}`),
    ...(used ? [`  memory at its peak: ${mebibytes(used.peak)}${shares(used.services)}`] : []),
    ...recipe.tests.flatMap(test => test.status === 'not applicable' ? [`  - ${test.title}: ${test.reason ?? ''}`] : []),
  ];
}

/** Where its time went; what did not take a tenth of a second is left out. */
function stageInWords({ stage, durationMs, waits }: Stage): string {
  const whole = `${stage} ${seconds(durationMs)} s`;
  if (waits === null) return whole;
  const { pull, schedule, start, health, app, ingress } = waits;
  const parts = ([['pull', pull], ['schedule', schedule], ['start', start], ['health check at most', health], ['app', app], ['ingress', ingress]] as const)
    .filter(([, ms]) => ms >= 50).map(([what, ms]) => `${what} ${seconds(ms)}`);
  return parts.length === 0 ? whole : `${whole}: ${parts.join(', ')}`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function shares(services: Readonly<Record<string, number>>): string {
  const all = Object.entries(services).sort(([, one], [, other]) => other - one);
  return all.length < 2 ? '' : ` (${all.map(([service, bytes]) => `${service} ${mebibytes(bytes)}`).join(', ')})`;
}

function problemLines(where: string, problem: Problem): string[] {
  const [head = '', ...rest] = problem.message.split('\n');
  return [
    `  x ${where}`,
    `      ${head} [${problem.code}]`,
    ...rest.filter(line => line.trim() !== '').slice(0, 12).map(line => `      ${line}`),
    ...(problem.wayOut === undefined ? [] : [`      Way out: ${problem.wayOut}`]),
  ];
}
