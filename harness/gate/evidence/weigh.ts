/** A test that has passed, weighed by what its assertions rest on. */
import { classify, type EvidenceClass } from './classify.ts';
import { lineIn } from './place.ts';
import type { Recording } from './recording.ts';
import { Trace } from './trace.ts';

/** One assertion of a test, as reports show it: never a value. */
export interface Weighed {
  /** In the test's own file; 0 where it was made elsewhere. */
  readonly line: number;
  readonly matcher: string;
  readonly class: EvidenceClass;
  /** Why it is of this class. */
  readonly why: string;
}

/** Every assertion that held, by line; one that a loop repeats counts once in each of its classes. */
export function weigh(test: Recording, file: string): Weighed[] {
  const trace = new Trace(test);
  const seen = new Set<string>();
  const found: Weighed[] = [];
  for (const note of test.notes) {
    if (note.heldAt === undefined) continue;
    const judged = classify(note, trace, seen);
    for (const text of judged.witnesses) seen.add(text);
    const { not, promise, matcher } = note.assertion;
    found.push({ line: lineIn(file, note.trace), matcher: [promise, not ? 'not' : '', matcher].filter(Boolean).join('.'), class: judged.class, why: judged.why });
  }
  for (const { seen: what, by, trace: place } of test.records) {
    found.push({ line: lineIn(file, place), matcher: by, class: 'state', why: what === 'absent' ? 'a record that was seeded was read as absent' : 'a record that was seeded was read by somebody else' });
  }
  const once = new Map(found.map(each => [`${each.line} ${each.matcher} ${each.class}`, each]));
  return [...once.values()].sort((one, other) => one.line - other.line);
}
