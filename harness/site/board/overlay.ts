/** Columns of what a recipe's overlay shows: parity with what was checked elsewhere, depth, the browser. */
import type { Results } from '../../report/results-schema.ts';
import { count } from '../spoken.ts';
import { type Cell, lacking, nothingToShow, notKnown, shown } from './cell.ts';
import { isWitnessed, overlaysPurpose, packagedSpec, type Test, whyNot } from './whose-tests.ts';

export function parity({ parity: found, recipe }: Results): Cell {
  if (found === null) return notKnown(`parity: no PARITY/${recipe}.md says what was checked elsewhere`, 'no page');
  const { checks, here } = found;
  if (here > checks) return notKnown('parity: the results count more checks here than there are', `${here} of ${checks}?`);
  if (checks === 0) return nothingToShow('nothing was checked elsewhere');
  const words = `${here} of ${checks}`;
  return here === checks ? shown(words) : lacking(words, [`parity: ${count(checks - here, 'check')} of elsewhere with no test here`], here > 0);
}

/** One test of its own is a trial, two begin to say what an app is for. */
const fewest = 2;

export function depth(results: Results): Cell {
  if (results.genericOnly) return lacking('no overlay', ['depth: no overlay says what the app is for'], false);
  const own = results.tests.filter(test => overlaysPurpose(test) === 'functional');
  const good = own.filter(isWitnessed);
  const sum = (kind: 'state' | 'status' | 'constant'): number => own.reduce((total, { evidence }) => total + (evidence?.[kind] ?? 0), 0);
  const words = `${count(own.length, 'test')}; ${sum('state')} of ${count(sum('state') + sum('status') + sum('constant'), 'assertion')} on state`;
  const missing = [
    ...(good.length < fewest ? [`depth: ${good.length === 0 ? 'no functional test' : 'one functional test'} with a witness, and two are asked`] : []),
    ...notShown('depth', own),
  ];
  return missing.length === 0 ? shown(words) : lacking(words, missing, good.length > 0);
}

export function browser(results: Results): Cell {
  const own = results.tests.filter(test => overlaysPurpose(test) === 'browser');
  const landing = results.tests.some(test => packagedSpec(test.file) === 'generic/1-install' && test.tags.includes('@browser') && test.status === 'passed');
  if (own.length === 0) {
    const rung = results.level?.rungs.find(({ name }) => name === 'browser');
    if (rung === undefined) return notKnown('browser: the results do not say whether a page is at its core', landing ? 'its landing page opens' : 'not known');
    return rung.status === 'structural' ? nothingToShow(landing ? 'its landing page opens' : 'no page') : lacking(landing ? 'only its landing page opens' : 'no test', [`browser: ${rung.reason || 'no test of it'}`], false);
  }
  const missing = notShown('browser', own);
  const words = count(own.length, 'test');
  return missing.length === 0 ? shown(words) : lacking(words, missing, own.some(isWitnessed));
}

function notShown(column: string, tests: readonly Test[]): string[] {
  return tests.filter(test => !isWitnessed(test)).map(test => `${column}: “${test.title}” ${whyNot(test)}`);
}
