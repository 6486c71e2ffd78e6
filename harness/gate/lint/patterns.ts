/** All weak patterns, as docs tell of them: by what is wrong with such a test. */
import { besideTheApp, type BorrowedRule, mayNotRun, notRun, saysNothing, waiting } from './borrowed.ts';
import type { FoundPattern, OwnRule } from './pattern.ts';
import { noDatabaseRead, noVolumeRead, seedThroughTheApp } from './rules/behind-the-app.ts';
import { noLoopUntil } from './rules/loop-until.ts';
import { noConditionalTest } from './rules/conditional-test.ts';
import { noEarlyReturn } from './rules/early-return.ts';
import { noExpectedFailure } from './rules/expected-failure.ts';
import { noHardCodedDomain, noHardCodedVersion } from './rules/hard-coded.ts';
import { noHealthOnlyTest } from './rules/health-only.ts';
import { noInputEcho, noTruthValue } from './rules/hidden-value.ts';
import { noChildProcess, noDeployFromTest } from './rules/lifecycle.ts';
import { noMatchAnything } from './rules/match-anything.ts';
import { noIgnoredCertificate, noMockedRoute, noOwnPage, noReplacedFixture } from './rules/not-the-app.ts';
import { noConstantAssertion, noOwnValueAssertion, noSelfComparison } from './rules/nothing-of-the-app.ts';
import { noAbsenceOnlyTest, noStaticPageTest, noStatusOnlyTest, noVagueOnlyTest } from './rules/one-kind-only.ts';
import { noOwnClient, noPlaywrightImport } from './rules/past-the-gate.ts';
import { missingAwait, noPromiseAssertion } from './rules/promises.ts';
import { noRaisedTimeout } from './rules/raised-timeout.ts';
import { noRetries } from './rules/retries.ts';
import { noSelfDeclaredSkip } from './rules/self-declared-skip.ts';
import { noSerialTests } from './rules/serial.ts';
import { noSharedState } from './rules/shared-state.ts';
import { noSleep } from './rules/sleep.ts';
import { noSnapshot } from './rules/snapshot.ts';
import { suppressionNeedsReason } from './rules/suppression.ts';
import { noSwallowedError } from './rules/swallowed-error.ts';
import { noListenerOnlyAssertions, noLoopOnlyAssertions } from './rules/unreached-assertions.ts';
import { testByItsName } from './rules/test-name.ts';
import { errorIsNoAbsence, readAsksTheApp, seedIsUnique, witnessIsWhole } from './rules/witness.ts';
import { noWriteWithoutRead } from './rules/write-without-read.ts';

interface Section {
  readonly title: string;
  readonly borrowed: readonly BorrowedRule[];
  readonly own: readonly OwnRule[];
}

export const sections: readonly Section[] = [
  { title: 'Tests that do not run, or not each time', borrowed: notRun, own: [testByItsName, noConditionalTest, noExpectedFailure, noSelfDeclaredSkip, noSerialTests, noRetries] },
  { title: 'Waiting for time', borrowed: waiting, own: [noSleep, noLoopUntil, noRaisedTimeout] },
  {
    title: 'Assertions that say nothing of the app', borrowed: saysNothing,
    own: [noConstantAssertion, noOwnValueAssertion, noSelfComparison, noTruthValue, noInputEcho, noMatchAnything, noSnapshot, noStatusOnlyTest, noHealthOnlyTest, noStaticPageTest, noVagueOnlyTest, noAbsenceOnlyTest, noWriteWithoutRead, noPromiseAssertion],
  },
  { title: 'Assertions that may not be reached', borrowed: mayNotRun, own: [noEarlyReturn, noSwallowedError, noLoopOnlyAssertions, noListenerOnlyAssertions] },
  {
    title: 'Something else than the app as its users meet it', borrowed: besideTheApp,
    own: [missingAwait, noPlaywrightImport, noOwnClient, noMockedRoute, noOwnPage, noReplacedFixture, noIgnoredCertificate, noDatabaseRead, noVolumeRead, noHardCodedDomain, noHardCodedVersion, noDeployFromTest, noChildProcess, noSharedState],
  },
  { title: 'Hooks of an overlay', borrowed: [], own: [seedThroughTheApp, witnessIsWhole, readAsksTheApp, seedIsUnique, errorIsNoAbsence] },
  { title: 'Suppressions', borrowed: [], own: [suppressionNeedsReason] },
];

export const ownRules: readonly OwnRule[] = sections.flatMap(section => section.own);
export const borrowedRules: readonly BorrowedRule[] = sections.flatMap(section => section.borrowed);
export const patternsOf = ({ borrowed, own }: Section): readonly FoundPattern[] => [...borrowed, ...own].flatMap(rule => rule.patterns);
export const patterns: readonly FoundPattern[] = sections.flatMap(patternsOf);
