/** How much evidence which test owes, and what its author reads where it lacks. */
import { describe, expect, test } from 'vitest';
import { purposeOf } from '../../../harness/gate/evidence/purpose.ts';
import type { RecordSeen } from '../../../harness/gate/evidence/recording.ts';
import { lackOf } from '../../../harness/gate/evidence/rules.ts';
import type { Weighed } from '../../../harness/gate/evidence/weigh.ts';
import { genericSpecs, teardownSpecs } from '../../../harness/package.ts';

const shown = 'overlays/ghost/functional/posts.spec.ts';
const found = (name: Weighed['class']): Weighed => ({ line: 12, matcher: 'toBe', class: name, why: 'for a reason' });
const lack = (weighed: Weighed[], { file = `/project/${shown}`, tags = [] as string[], records = [] as RecordSeen[] } = {}) =>
  lackOf({ title: 'posts', file, line: 10, tags }, weighed, { records }, shown);
const record = (at: number, seen: RecordSeen['seen'], by: string): RecordSeen => ({ at, seen, by, trace: new Error() });
const [install = '', backup = ''] = genericSpecs();

describe('a functional or browser test', () => {
  test('owes an assertion of class state; without one its author reads which it has, of which class and why', () => {
    expect(lack([found('status'), found('state')])).toBeUndefined();
    const error = lack([found('status'), found('constant')]);
    expect(error).toMatchObject({ code: 'ERR_EVIDENCE_NO_STATE', fault: 'user', shortMessage: `${shown}:10 "posts" passed, and none of its assertions shows that the app has kept or made anything.` });
    expect(error?.message).toContain('  posts.spec.ts:12  toBe: status (for a reason)\n  posts.spec.ts:12  toBe: constant (for a reason)');
    expect(error?.wayOut).toContain("unique('post')");
  });

  test.each<[string, string, string[], ReturnType<typeof purposeOf>]>([
    ['by its folder', '/p/overlays/ghost/browser/page.spec.ts', [], 'browser'],
    ['by its tag, wherever it lies', '/p/overlays/ghost/page.spec.ts', ['@functional', '@sso'], 'functional'],
    ['not without either', '/p/overlays/ghost/page.spec.ts', ['@sso'], undefined],
    ['not where the package brings it', install, ['@install', '@browser'], undefined],
  ])('is known %s', (_how, file, tags, purpose) => {
    expect(purposeOf(file, tags)).toBe(purpose);
  });
});

test('any other test of an overlay owes an assertion, and those of the package none', () => {
  const file = '/project/overlays/ghost/other.spec.ts';
  expect(lack([found('constant')], { file })).toBeUndefined();
  expect(lack([], { file })).toMatchObject({ code: 'ERR_EVIDENCE_NO_ASSERTION' });
  for (const own of [...genericSpecs(), ...teardownSpecs()]) expect(lack([], { file: own })).toBeUndefined();
});

test('a record that was restored must have been read as absent before', () => {
  const [absent, restored] = [record(1, 'absent', 'wipe'), record(2, 'unchanged', 'expectRestored')];
  expect(lack([], { file: backup, records: [absent, restored] })).toBeUndefined();
  expect(lack([], { file: backup, records: [restored] })).toMatchObject({ code: 'ERR_EVIDENCE_NO_ABSENCE', fault: 'user' });
  expect(lack([], { file: backup, records: [restored, record(3, 'absent', 'wipe')] })).toMatchObject({ code: 'ERR_EVIDENCE_NO_ABSENCE' });
});
