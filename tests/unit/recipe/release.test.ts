import { describe, expect, test } from 'vitest';
import { parseVersion, previousRelease, sortReleases, type Release } from '../../../harness/recipe/release.ts';

const release = (tag: string, commit = tag): Release => ({ tag, annotated: true, commit });
const tags = (...names: string[]): Release[] => sortReleases(names.map(name => release(name)));

test('tags are sorted as versions; what is no release is left out', () => {
  expect(tags('1.10.0+2', '1.2.0+2', 'v1.0.0', 'latest', '0.9.0+1', '1.2.0+1.10', '1.2.0+1.9', '3.5.3+1.24.2-rootless', '1.0.0', '1.0.0+v1.6.870-0').map(r => r.tag))
    .toEqual(['0.9.0+1', '1.0.0+v1.6.870-0', '1.2.0+1.9', '1.2.0+1.10', '1.2.0+2', '1.10.0+2', '3.5.3+1.24.2-rootless']);
  expect(parseVersion('01.0.0+1')).toBeUndefined();
});

test.each(['1.0.0', 'v1.0.0+1', '1.0.0+', '1.0.0+a b', ' 1.0.0+1', '1.0.0+1 ', '1.0+1', '1.0.0-rc+1', 'x1.0.0+1'])('%j is no version of a recipe', text => {
  expect(parseVersion(text)).toBeUndefined();
});

test('a version has two parts', () => {
  expect(parseVersion('10.20.30+v5.87.1-alpine+x')).toEqual({ own: '10.20.30', upstream: 'v5.87.1-alpine+x' });
});

describe('the previous release', () => {
  const releases = tags('1.0.0+1.22', '1.1.0+1.22', '2.0.0+1.24');

  test.each([
    ['2.1.0+1.25', '2.0.0+1.24', 'an unreleased head'],
    ['2.0.0+1.24', '1.1.0+1.22', 'a head that is the newest release'],
    ['1.1.0+1.23', '1.1.0+1.22', 'a tie, decided by the upstream part'],
    ['1.0.1+9', '1.0.0+1.22', 'a fix on an old line'],
  ])('of %s is %s: %s', (version, tag) => {
    const found = previousRelease(releases, { commit: 'head', version });
    expect(found?.release.tag).toBe(tag);
    expect(found?.reason).toBe(`newest release below ${version}, the version label of the head`);
  });

  test('of the first release there is none', () => {
    expect(previousRelease(releases, { commit: 'head', version: '1.0.0+1.22' })).toBeUndefined();
    expect(previousRelease([], { commit: 'head', version: '1.0.0+1' })).toBeUndefined();
  });

  test('of a head without a version is the newest other commit', () => {
    expect(previousRelease(releases, { commit: '2.0.0+1.24', version: undefined })).toMatchObject({ release: { tag: '1.1.0+1.22' }, reason: expect.stringContaining('carries no version label') as string });
    expect(previousRelease(releases, { commit: 'head', version: 'latest' })).toMatchObject({ release: { tag: '2.0.0+1.24' }, reason: expect.stringContaining('"latest"') as string });
  });

  test('is the one that was asked for, and an unknown one is told with near names', () => {
    expect(previousRelease(releases, { commit: 'head', version: '2.0.0+1.24' }, '1.0.0+1.22')).toMatchObject({ release: { tag: '1.0.0+1.22' }, reason: '1.0.0+1.22 was asked for' });
    expect(() => previousRelease(releases, { commit: 'head', version: undefined }, '1.0.0+1.2')).toThrow(expect.objectContaining({ code: 'ERR_RELEASE_UNKNOWN', fault: 'user', wayOut: expect.stringContaining('1.0.0+1.22') as string }));
  });

  test('of a head without a version says why it was taken, and is none where only the head is there', () => {
    const reason = (version: string | undefined) => previousRelease(releases, { commit: 'head', version })?.reason;
    expect(reason(undefined)).toBe('newest release other than the head itself, which carries no version label');
    expect(reason('latest')).toBe('newest release other than the head itself, which carries the version label "latest", which is no x.y.z+upstream');
    expect(previousRelease(tags('1.0.0+1'), { commit: '1.0.0+1', version: undefined })).toBeUndefined();
    expect(previousRelease([], { commit: 'head', version: undefined })).toBeUndefined();
  });

  test('is no tag that is no release', () => {
    expect(previousRelease([release('0.9.0+1'), release('latest')], { commit: 'head', version: '1.0.0+1' })?.release.tag).toBe('0.9.0+1');
  });

  test.each([
    [['1.0.0+1', '1.1.0+1'], '1.0.0+2', 'Name one of: 1.0.0+1, 1.1.0+1.'],
    [['1.0.0+1', '2.0.0+1', '3.0.0+1', '4.0.0+1', '5.0.0+1', '6.0.0+1'], 'the-last-good-one', 'Name one of: 2.0.0+1, 3.0.0+1, 4.0.0+1, 5.0.0+1, 6.0.0+1.'],
    [[], '1.0.0+1', 'The recipe has no release tags: leave the upgrade out.'],
  ])('among %j is not %s, and the way out is named', (there, from, wayOut) => {
    expect(() => previousRelease(tags(...there), { commit: 'head', version: undefined }, from)).toThrow(expect.objectContaining({
      code: 'ERR_RELEASE_UNKNOWN', fault: 'user', shortMessage: `There is no release "${from}" to upgrade from.`, wayOut, facts: { from, releases: there },
    }) as Error);
  });
});
