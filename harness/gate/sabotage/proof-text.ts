/** A proof as a person reads it on the terminal. */
import { matrixText, type Cell } from './matrix.ts';
import type { Proof } from './proof-schema.ts';

const toWrite: Partial<Record<Cell['word'], string>> = {
  'green': 'stayed green',
  'other reason': 'turned red for another reason',
  'not run': 'did not run to its end',
};

export function proofText(proof: Proof, file: string | undefined): string {
  const { recipe, breaks, matrix, notItsSubject, killed, total, seconds } = proof;
  const cells = matrix as Cell[];
  const left = cells.filter(({ word }) => word !== 'red');
  const time = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return [
    '', matrixText(breaks, cells),
    ...(notItsSubject.length > 0 ? ['', "Nothing that was broken is the subject of:", ...notItsSubject.map(test => `  ${test}`)] : []),
    '', `${recipe}: ${killed} of ${total} red, as they must be, in ${time}.`,
    ...left.map(({ test, break: by, word, code }) => `  x ${test}\n      ${toWrite[word] ?? word} under "${by}"${code === undefined ? '' : ` [${code}]`}`),
    ...(left.length > 0 ? ['Way out: let the test read back what only the real app can know, a token of `unique()` say, through another request than the one that sent it.'] : []),
    file === undefined ? 'A part of the proof: nothing was written.' : `Written to ${file}.`, '',
  ].join('\n');
}
