/** The evidence of a test as the gate has left it: read back from its attachment, for results and verdict. */
import type { TestCase } from '@playwright/test/reporter';

const classes = ['state', 'status', 'constant'] as const;
type EvidenceClass = typeof classes[number];

export interface Evidence {
  state: number;
  status: number;
  constant: number;
  assertions: { line: number; matcher: string; class: EvidenceClass }[];
}

/** @returns undefined where the test never went through the gate */
export function evidenceOf(test: TestCase): Evidence | undefined {
  const body = test.results.at(-1)?.attachments?.find(({ name, contentType }) => name === 'evidence' && contentType === 'application/json')?.body;
  if (!body) return undefined;
  const assertions = JSON.parse(body.toString()) as Evidence['assertions'];
  const [state = 0, status = 0, constant = 0] = classes.map(name => assertions.filter(each => each.class === name).length);
  return { state, status, constant, assertions };
}
