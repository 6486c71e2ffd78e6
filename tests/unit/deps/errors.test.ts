/** Given a dependency that cannot be deployed, when that is told, then it is nobody's fault who depends on it, and both are named. */
import { expect, test } from 'vitest';
import { dependencyFailed } from '../../../harness/deps/errors.ts';
import { type Fault, HarnessError } from '../../../harness/errors.ts';

const cause = (fault: Fault) => new HarnessError({ code: 'ERR_APP_CRASH_LOOP', fault, message: 'db ended three times.', wayOut: 'Read its log.', detail: 'no space for wal' });

test.each<[Fault, Fault]>([['recipe', 'environment'], ['environment', 'environment'], ['user', 'user'], ['harness', 'harness']])('by the fault of the %s: told as the %s\'s', (its, told) => {
  const error = dependencyFailed('keycloak', 'ghost', cause(its));
  expect(error).toMatchObject({
    code: 'ERR_DEPENDENCY_FAILED', fault: told, wayOut: 'Read its log.', detail: 'no space for wal',
    shortMessage: 'keycloak, which ghost depends on, could not be deployed: db ended three times. [ERR_APP_CRASH_LOOP]',
  });
});
