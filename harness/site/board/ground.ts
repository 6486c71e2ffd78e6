/** Columns of what a recipe's tests stand on: what it depends on, why they are to be trusted, and what is written down. */
import type { Results } from '../../report/results-schema.ts';
import { count } from '../spoken.ts';
import { type Cell, lacking, nothingToShow, notKnown, shown } from './cell.ts';
import { isWitnessed, overlaysPurpose, testsOf, whyNot } from './whose-tests.ts';

const providers = ['keycloak', 'authentik'];

/** Which recipes it was deployed with, at what release, and whether somebody has logged in through one. */
export function dependencies(results: Results): Cell {
  if (results.underTest === null) return notKnown('dependencies: the run did not get as far as deploying any');
  const found = Object.entries(results.underTest.dependencies);
  const logins = results.tests.filter(test => overlaysPurpose(test) !== undefined && test.tags.includes('@sso'));
  const names = found.map(([recipe, release]) => `${recipe} ${release}`);
  const login = logins.length === 0 ? [] : [logins.every(isWitnessed) ? `single sign-on shown by ${count(logins.length, 'test')}` : 'single sign-on not shown'];
  const words = [...names.slice(0, 6), ...(names.length > 6 ? [`and ${names.length - 6} more`] : []), ...login].join(', ') || 'none';
  const missing = [
    ...logins.filter(test => !isWitnessed(test)).map(test => `single sign-on: “${test.title}” ${whyNot(test)}`),
    ...(logins.length === 0 && found.some(([recipe]) => providers.includes(recipe)) ? ['single sign-on: a provider was deployed, and no test logs in through it'] : []),
    ...(installed(results) ? [] : ['dependencies: the install that stands on them is not shown']),
  ];
  if (missing.length > 0) return found.length === 0 && logins.length === 0 ? notKnown(missing.join('; ')) : lacking(words, missing, logins.some(isWitnessed));
  return found.length === 0 && logins.length === 0 ? nothingToShow('none') : shown(words);
}

function installed(results: Results): boolean {
  const tests = testsOf(results, 'generic/1-install');
  return tests.some(({ status }) => status === 'passed') && tests.every(({ status }) => status === 'passed' || status === 'not applicable');
}

/** Proof by sabotage, of these tests at this commit; lint; what was kept from lint; tests that now and then fail. */
export function trust(results: Results): Cell {
  const { proof, lint, underTest, tests } = results;
  const flaky = tests.filter(test => test.flaky === true).length;
  const unexplained = lint.suppressions.filter(({ reason }) => !reason?.trim()).length;
  const missing = [
    ...proofLacks(proof, underTest),
    ...lintLacks(results),
    ...(unexplained > 0 ? [`trust: ${count(unexplained, 'suppression')} of lint without a reason`] : []),
    ...(flaky > 0 ? [`trust: ${count(flaky, 'test')} that failed and passed when tried again`] : []),
  ];
  const said = [
    proof === null ? 'never proved' : proof.killed > proof.total ? 'a proof that does not add up' : `${proof.killed} of ${proof.total} killed on ${proof.date.slice(0, 10)}`,
    ...(lint.suppressions.length > 0 ? [`${count(lint.suppressions.length, 'suppression')}${unexplained > 0 ? `, ${unexplained} without a reason` : ', each with a reason'}`] : []),
  ].join('; ');
  return missing.length === 0 ? shown(said) : lacking(said, missing, proof !== null && proof.killed > 0 && proof.killed <= proof.total);
}

function proofLacks(proof: Results['proof'], underTest: Results['underTest']): string[] {
  if (proof === null) return ['trust: never broken on purpose (`recipe-harness prove`)'];
  const { killed, total, stale } = proof;
  return [
    ...(total <= 0 || killed < 0 || killed > total ? ['trust: the proof had nothing to break, or does not add up'] : []),
    ...(killed < total ? [`trust: ${total - killed} of ${total} breaks went unnoticed`] : []),
    ...(stale ? ['trust: the overlay has changed since the proof'] : []),
    ...(underTest?.dirty === true ? ['trust: what was tested carries uncommitted changes, which no proof is of'] : []),
    ...(proof.commit !== underTest?.commit ? [`trust: proved at another commit of the recipe, ${proof.commit.slice(0, 10)}`] : []),
  ];
}

function lintLacks({ lint: { recipe, overlay }, genericOnly }: Results): string[] {
  return [
    ...(recipe === null ? ['trust: abra recipe lint was not asked'] : recipe.length > 0 ? [`trust: ${count(recipe.length, 'finding')} of abra recipe lint`] : []),
    ...(overlay === null ? (genericOnly ? [] : ['trust: the overlay was not linted']) : overlay.length > 0 ? [`trust: ${count(overlay.length, 'finding')} of lint in the overlay`] : []),
  ];
}

/** What results tell of what is written down: a page of parity, a reason for whatever was not run, a picture, a version. */
export function docs(results: Results): Cell {
  const skipped = results.tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const unexplained = skipped.filter(test => !(test.reason ?? test.problem?.message)?.trim()).length;
  const nobody = results.declared.filter(each => !each.decidedBy.trim() || !each.decidedOn.trim() || !each.blocker.trim()).length;
  const facts: readonly (readonly [boolean, string, string])[] = [
    [results.parity !== null, 'parity page', 'docs: no parity page'],
    [results.picture !== null, 'picture', 'docs: no picture of the app'],
    [(results.underTest?.version ?? null) !== null, 'version label', 'docs: no version label on its service app'],
    [unexplained === 0, skipped.length === 0 ? 'nothing skipped' : `${count(skipped.length, 'skip')} explained`, `docs: ${count(unexplained, 'test')} not run without a reason`],
    [nobody === 0, results.declared.length === 0 ? '' : `${count(results.declared.length, 'exception')} decided by somebody`, `docs: ${count(nobody, 'declared exception')} without who, when or why`],
  ];
  const said = facts.filter(([holds, words]) => holds && words !== '').map(([, words]) => words).join(', ');
  const missing = facts.filter(([holds]) => !holds).map(([, , lack]) => lack);
  return missing.length === 0 ? shown(said) : lacking(missing.map(lack => lack.replace('docs: ', '')).join(', '), missing, missing.length < facts.length);
}
