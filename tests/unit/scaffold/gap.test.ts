/** Given a gap that nobody has filled in, when it is reached, then one message names what, file and line, as the user's mistake. */
import { expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { gap } from '../../../harness/gap.ts';

/** Told apart from the line on which it stands below. */
function reached(): unknown {
  try {
    return gap<string>('seed: the path that takes a new record');
  } catch (error) {
    return error;
  }
}

test('file and line are those of the gap', () => {
  const error = reached();
  expect(error).toBeInstanceOf(HarnessError);
  expect(error).toMatchObject({ code: 'ERR_GAP', fault: 'user', shortMessage: 'tests/unit/scaffold/gap.test.ts:9: fill in seed: the path that takes a new record.' });
});
